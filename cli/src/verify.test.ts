import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { verifyFile, verifyFiles } from './verify.ts'
import { LANGUAGES } from './words.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

test('what is no proof and no evidence is refused in words, in every language, and never throws', () => {
  const nasty = [
    '',
    'PK',
    'PK\u0003\u0004 no archive',
    'c2sp.org/tlog-proof@v1',
    'c2sp.org/tlog-proof@v1\nindex 0\n\nnone\n0\n\n',
    '\u0000'.repeat(4096),
  ]
  for (const language of LANGUAGES)
    for (const file of nasty) {
      const { holds, lines } = verifyFile(bytes(file), null, language)
      assert.equal(holds, false, JSON.stringify(file.slice(0, 30)))
      assert.notEqual(lines.join(''), '')
    }
})

test('the exit code tells a claim that does not hold from a file that cannot be opened', () => {
  const folder = mkdtempSync(join(tmpdir(), 'counterpart-verify-'))
  try {
    const file = join(folder, 'some.evidence')
    writeFileSync(file, 'PK')
    const said: string[] = []
    const print = (line: string) => said.push(line)
    assert.equal(verifyFiles([file], undefined, 'en', print), 1)
    assert.equal(verifyFiles([join(folder, 'none')], undefined, 'en', print), 2)
    assert.equal(verifyFiles([file], join(folder, 'none'), 'en', print), 2)
    assert.ok(said.length >= 3)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
