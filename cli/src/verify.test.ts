import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { keysOf, parseManifest } from '@counterpart/protocol/verify'
import { evidenceMembers, packed } from './_evidence.ts'
import { verifyFile, verifyFiles } from './verify.ts'
import { LANGUAGES, say } from './words.ts'

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
    const begins = (kind: 'proven' | 'agrees') => (line: string) =>
      line.startsWith(`${say(language, kind)}  `)
    assert.deepEqual([alone.lines.some(begins('proven')), alone.lines.some(begins('agrees'))], [false, true])
    assert.notEqual(alone.lines.at(-2), verifyFile(file, keys, language).lines.at(-2))
    assert.notEqual(alone.lines.at(-2), verifyFile(file, [], language).lines.at(-2))
  }
})

test('EVIDENCE-9 of evidence that was packed again or changed it is said that it is, and what to do', () => {
  const file = packed(members)
  const again = Uint8Array.from(file)
  // What a tool sets that packs the same members once more: the system it ran on.
  again[Buffer.from(file).lastIndexOf('PK\u0001\u0002') + 5] = 3
  const changed = Uint8Array.from(file)
  const at = Buffer.from(file).indexOf('"v":1')
  changed[at + 4] = 0x32
  for (const language of LANGUAGES)
    for (const one of [again, changed, file.subarray(0, -1)]) {
      const { holds, lines } = verifyFile(one, keys, language)
      assert.deepEqual([holds, lines.length], [false, 1])
      assert.ok(lines[0]?.endsWith(`${say(language, 'bad-evidence')} (bad-evidence)`), lines.join('\n'))
    }
})

test('of a part that is not in the file it is said where to see whether it was destroyed', () => {
  const file = packed(evidenceMembers('part-not-given'))
  for (const language of LANGUAGES) {
    const said = verifyFile(file, keys, language).lines.join('\n')
    assert.match(said, { en: /deletion record/, vi: /bản ghi hủy/, 'zh-Hans': /销毁记录/ }[language])
  }
})

test('EVIDENCE-10 that a file is not the whole dossier is said with the number, and is no fault', () => {
  const file = packed(evidenceMembers('left-out'))
  const word = { en: /not the whole dossier: 3 more/, vi: /còn 3 mục/, 'zh-Hans': /另有 3 条/ }
  for (const language of LANGUAGES) {
    const { holds, lines } = verifyFile(file, keys, language)
    assert.equal(holds, true, lines.join('\n'))
    assert.match(lines[0] ?? '', word[language])
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

interface Case {
  id: string
  input: { proof: string }
  expected: { vkeys: [string, string] }
}
const cases = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../spec/vectors/${name}.json`, import.meta.url), 'utf8')) as Case[]
const vector = (name: string, id: string) => cases(name).find((one) => one.id === id) ?? assert.fail(id)

test('WITNESS-2 a witness that is asked for has to have signed, and another one is no substitute', () => {
  const side = (name: string) => ({
    side: name,
    log: vector('keys', `${name}-log`).expected.vkeys,
    custody: vector('keys', `${name}-custody`).expected.vkeys,
  })
  const folder = mkdtempSync(join(tmpdir(), 'counterpart-verify-'))
  try {
    const [keysFile, witnessed, bare] = ['keys.json', 'with.tlog-proof', 'without.tlog-proof'].map((name) =>
      join(folder, name),
    ) as [string, string, string]
    writeFileSync(keysFile, JSON.stringify({ keys: [side('vnm'), side('chn')] }))
    writeFileSync(witnessed, vector('proof', 'witnessed').input.proof)
    writeFileSync(bare, vector('proof', 'first').input.proof)
    const whole = join(folder, 'whole.evidence.zip')
    writeFileSync(whole, packed(evidenceMembers()))
    const witness = vector('keys', 'stranger').expected.vkeys
    const other = vector('keys', 'chn-custody').expected.vkeys.slice(0, 1)
    for (const language of LANGUAGES) {
      const said: string[] = []
      const verify = (file: string, vkeys?: string[]) =>
        verifyFiles([file], keysFile, language, (line) => said.push(line), vkeys)
      assert.equal(verify(witnessed), 0)
      assert.equal(verify(witnessed, witness), 0)
      assert.ok(said.some((line) => line.includes('witness.example/w1')))
      assert.equal(verify(witnessed, witness.slice(0, 1)), 0)
      assert.equal(verify(bare, witness), 1)
      assert.ok(verifyFile(readFileSync(bare), null, language).lines[0]?.endsWith(' (needs-keys)'))
      assert.equal(verify(witnessed, [...witness, ...other]), 0)
      assert.equal(verify(witnessed, ['nonsense']), 2)
      // Evidence holds the lines of no witness, and says where they are.
      assert.equal(verify(whole), 0)
      assert.equal(verify(whole, witness), 1)
      assert.match(said.at(-1) ?? '', /under=witnessed/)
      assert.equal(verify(witnessed, [side('vnm').log[0]]), 2)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('EVIDENCE-6 CLOCK-3 a time that no calendar has is shown as its seconds, and makes nothing unreadable', () => {
  const proof = bytes(vector('proof', 'time-of-no-calendar').input.proof)
  const file = packed(evidenceMembers('time-of-no-calendar'))
  for (const language of LANGUAGES)
    for (const given of [proof, file]) {
      const { holds, lines } = verifyFile(given, keys, language)
      assert.equal(holds, true, lines.join('\n'))
      for (const time of ['9007199254740991', '8640000000001'])
        assert.ok(
          lines.some((line) => line.includes(time)),
          lines.join('\n'),
        )
    }
})

test('KEYS-11 a file of keys is refused as a whole, and what is beside them in it is passed over', () => {
  const side = (name: string) => ({
    side: name,
    log: vector('keys', `${name}-log`).expected.vkeys,
    custody: vector('keys', `${name}-custody`).expected.vkeys,
  })
  const [vnm, chn] = [side('vnm'), side('chn')]
  const folder = mkdtempSync(join(tmpdir(), 'counterpart-verify-'))
  try {
    const [proof, keysFile] = [join(folder, 'one.tlog-proof'), join(folder, 'keys.json')]
    writeFileSync(proof, vector('proof', 'first').input.proof)
    const code = (keys: unknown) => {
      writeFileSync(keysFile, JSON.stringify(keys))
      return verifyFiles([proof], keysFile, 'en', () => undefined)
    }
    const beside = { ...vnm, epoch: 9, now: { log: chn.log, custody: chn.custody }, fingerprints: {} }
    assert.equal(code({ relation: 'another', keys: [chn, beside] }), 0)
    assert.equal(code({ keys: [vnm, { ...chn, since: [] }] }), 0)
    for (const rows of [
      [],
      {},
      [vnm, chn, vnm],
      [vnm, null],
      [vnm, { ...chn, side: 1 }],
      [vnm, { ...chn, log: chn.log.slice(1) }],
      [vnm, { ...chn, log: chn.log.toReversed() }],
      [vnm, { ...chn, log: chn.custody }],
      [vnm, { ...chn, since: {} }],
      [vnm, { ...chn, since: [{ opening: 'one of two' }] }],
    ])
      assert.equal(code({ keys: rows }), 2, JSON.stringify(rows).slice(0, 60))
    assert.equal(code([vnm, chn]), 2)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('of an entry that only settles others, what is not in the file is not said to be destroyed, and of an act it is', () => {
  const said = (id: string) => {
    const { lines } = verifyFile(packed(evidenceMembers(id)), keys, 'en')
    return [
      lines.filter((line) => line.includes('the entry only settles others')).length,
      lines.filter((line) => line.includes('destroyed by rule')).length,
    ]
  }
  assert.deepEqual(said('whole'), [1, 0])
  assert.deepEqual(said('part-not-given'), [1, 1])
})
