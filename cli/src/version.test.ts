import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { versionLine } from './version.ts'

const root = mkdtempSync(join(tmpdir(), 'counterpart-version-'))
after(() => rmSync(root, { recursive: true }))
const put = (file: string, text: string) => writeFileSync(join(root, '.git', file), `${text}\n`)

test('the version is said with its commit where that is known', () => {
  const version = '1.2.3'
  writeFileSync(join(root, 'package.json'), JSON.stringify({ version }))
  assert.equal(versionLine(root), version)
  mkdirSync(join(root, '.git/refs/heads'), { recursive: true })
  put('HEAD', 'a'.repeat(40))
  assert.equal(versionLine(root), `${version} (${'a'.repeat(12)})`)
  put('HEAD', 'ref: refs/heads/main')
  assert.equal(versionLine(root), version)
  put(
    'packed-refs',
    `# pack-refs with: peeled\n${'c'.repeat(40)} refs/heads/main\n${'d'.repeat(40)} refs/heads/else`,
  )
  assert.equal(versionLine(root), `${version} (${'c'.repeat(12)})`)
  put('refs/heads/main', 'b'.repeat(40))
  assert.equal(versionLine(root), `${version} (${'b'.repeat(12)})`)
})
