/** What was signed and lies beside the log, with a byte of it changed. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fakeWitness } from '../outbound/witness/_witness.ts'
import { outsideWitness } from '../outbound/witness/witness.ts'
import { agree, ask, RELATION, say, talk } from '../uses/_talk.ts'
import { channelTo, newSide, type Side } from '../uses/_world.ts'
import { rowsOf, verifyWhole } from './_sample.ts'
import { passOver, scrubOf } from './_scrubbed.ts'

const flip = (bytes: Uint8Array, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte))

async function two(): Promise<[Side, Side]> {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  for (const side of [a, b]) verifyWhole(side, ['witness.test/w1'])
  return [a, b]
}

const whats = (found: unknown[]) => (found as { what: string }[]).map(({ what }) => what)

test('SYNC-12 an act that was shown before its turn is looked at by its proof and its signature, byte by byte', async () => {
  const [a, b] = await two()
  for (let i = 0; i < 6; i++) await ask(a, `question ${i}`)
  a.relation(RELATION).line.batch = 1
  await say(a, channelTo(b, RELATION))
  const { announced, version } = rowsOf(b)
  const [[key, row] = assert.fail(), ...more] = [...announced.values(version)]
  assert.ok(more.length > 0)
  assert.deepEqual(await passOver(b), [])
  let missed = 0
  for (let at = 0; at < row.bytes.length; at += 211) {
    announced.set(key, { ...row, bytes: flip(row.bytes, at) }, version)
    const scrub = scrubOf(b)
    await passOver(b, scrub)
    if ((await scrub.open()).length !== 1) missed += 1
    announced.set(key, row, version)
    await passOver(b)
  }
  // The nonce of the message that it came in says nothing of it.
  assert.ok(missed <= 1, String(missed))
  announced.set(key, { ...row, index: row.index + 1 }, version)
  assert.deepEqual(whats(await passOver(b)).at(0), 'announcement')
})

test('WITNESS-2 lines of a witness are looked at by its keys, and of one that is not named any more nothing is said', async () => {
  const [a, b] = await two()
  const witness = fakeWitness(a.relation(RELATION), a.node.verifier)
  const { ask: asked } = outsideWitness(a.node, a.relation(RELATION), witness, witness.post)
  for (let day = 0; day < 3; day++) {
    await ask(a, `question ${day}`)
    await talk(a, b)
    assert.deepEqual(await asked(day), { kind: 'kept' })
  }
  const { witnessed, version } = rowsOf(a)
  const all = [...witnessed.values(version)]
  assert.equal(all.length, 3)
  const witnesses = [witness]
  assert.deepEqual(await passOver(a, scrubOf(a, { witnesses })), [])
  const [key, row] = all[1] ?? assert.fail()
  // Within the signature of its first line.
  const at = row.lines.indexOf('\n') - 9
  const lines = `${row.lines.slice(0, at)}${row.lines[at] === 'A' ? 'B' : 'A'}${row.lines.slice(at + 1)}`
  witnessed.set(key, { ...row, lines }, version)
  assert.deepEqual(await passOver(a), [])
  assert.deepEqual(await passOver(a, scrubOf(a, { witnesses })), [
    { what: 'witness', side: 'aaa', size: row.size },
  ])
})
