import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { keysOf, parseManifest } from '@counterpart/protocol/verify'
import { evidenceMembers, packed } from './_evidence.ts'
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

const members = evidenceMembers()
const keys = parseManifest(members.get('manifest.json') ?? new Uint8Array()).keys.map((one) => ({
  side: one.side,
  log: keysOf(one.log, 'log'),
  custody: keysOf(one.custody, 'custody'),
}))

test('EVIDENCE-2 evidence that brings its own keys is not taken for proven, whatever it says', () => {
  const file = packed(members)
  for (const language of LANGUAGES) {
    assert.equal(verifyFile(file, keys, language).holds, true)
    const alone = verifyFile(file, null, language)
    assert.equal(alone.holds, false)
    assert.notEqual(alone.lines.at(-2), verifyFile(file, keys, language).lines.at(-2))
    assert.notEqual(alone.lines.at(-2), verifyFile(file, [], language).lines.at(-2))
  }
})

test('a file does not speak to the terminal, nor write from right to left', () => {
  const nasty = '\u001b[2K\u009b1A\u202e\u2028PROVEN\u0007'
  const proof = new TextDecoder().decode(
    members.get([...members.keys()].find((name) => /-proof$/.test(name)) ?? ''),
  )
  const other = proof.replace('\n\nvnm.localhost/', `\n\n${nasty}vnm.localhost/`)
  assert.notEqual(other, proof)
  const files = [bytes(other), packed(new Map([...members, [`${nasty}.txt`, bytes('x')]]))]
  for (const file of files) {
    const said = verifyFile(file, keys, 'en').lines.join('\n')
    assert.match(said, /PROVEN/)
    assert.doesNotMatch(said, /[\p{C}--[\n]]|[\u2028]/v)
  }
})
