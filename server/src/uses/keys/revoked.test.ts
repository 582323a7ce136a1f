import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cosign, custodyName, type KeyStep, verifyKeyChain, verifyProofAt } from '@counterpart/protocol'
import type { Channel } from '../../outbound/channel.ts'
import { agree, ask, headsOf, hearsNothing, lineOf, RELATION, say, talk } from '../_talk.ts'
import { channelTo, fakeSigner, newSide, pass, type Side } from '../_world.ts'
import { proofOf } from '../log/entry-proof.ts'
import { keysOfLog } from '../log/signed.ts'
import { allowGiving } from '../restore/give-back.ts'
import { confirmStart } from '../restore/statement.ts'
import { rotateKey } from './rotate.ts'

const WORD = 'the notebook of the watch (invented)'
const ACCUSING = ['fork', 'size-unproven', 'given-differs', 'counterpart-rolled-back', 'key-refused']

async function pair(): Promise<[Side, Side]> {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  return [a, b]
}

/** The key of its receipts may be in other hands. */
async function revokes(b: Side): Promise<void> {
  await rotateKey(b.node, b.relation(RELATION), { use: 'custody', revoked: true })
}

async function takesAllBack(a: Side, b: Side): Promise<void> {
  await assert.rejects(say(a, lineOf(a, b)), { code: 'rolled-back' })
  await confirmStart(a.node, a.relation(RELATION), ['one', 'two'], WORD)
  await allowGiving(b.node, b.relation(RELATION), ['three', 'four'], WORD)
  for (let round = 0; round < 4 && (await headsOf(a)).ours.epoch === 1; round++)
    await say(a, lineOf(a, b)).catch(() => undefined)
  assert.equal((await headsOf(a)).ours.epoch, 2)
}

async function goesOn(a: Side, b: Side): Promise<void> {
  pass(10, a, b)
  await ask(a, 'and goes on')
  await talk(a, b)
  assert.equal((await headsOf(a)).theirs.size, (await headsOf(b)).ours.size)
  assert.equal((await headsOf(b)).theirs.size, (await headsOf(a)).ours.size)
  assert.equal(a.relation(RELATION).keyed.theirs.custody.at(-2)?.revoked, true)
  for (const { store } of [a, b]) {
    const told = await store.read(RELATION, (reader) => reader.incidents())
    assert.ok(!told.some(({ code }) => ACCUSING.includes(code)))
  }
}

test('KEYS-4 KEYS-9 who starts before it heard that a key was revoked is told so with the statement that it asks for', async () => {
  const [a, b] = await pair()
  await revokes(b)
  await a.restart()
  await say(a, channelTo(b, RELATION))
  assert.equal(a.relation(RELATION).start, 'confirmed')
  await goesOn(a, b)
})

for (const what of ['never heard of', 'had receipted'])
  for (const left of ['an old backup is', 'the keys are'])
    test(`KEYS-9 a node of which ${left} left goes on beside a key that was revoked, which it ${what}`, async () => {
      const [a, b] = await pair()
      const backup = left === 'the keys are' ? (await newSide('aaa', [RELATION], 3)).store : a.store
      const rows = backup.rows(RELATION).copy()
      await ask(a, 'that the backup does not have')
      await talk(a, b)
      pass(10, a, b)
      await revokes(b)
      if (what === 'had receipted') await hearsNothing(b, a)
      a.die()
      a.store.bringBack(RELATION, rows)
      await a.restart()
      await takesAllBack(a, b)
      await goesOn(a, b)
    })

test('KEYS-7 KEYS-9 what only its author signed changes keys for the side that would hold it, and for no other reader', async () => {
  const [a, b] = await pair()
  await revokes(b)
  const steps = await channelTo(b, RELATION).keys()
  const { exchanged, ours, theirs } = a.relation(RELATION)
  const known = (reader: string | null, since = steps.get(theirs) ?? []) => {
    const keys = [
      { side: ours, ...exchanged.ours },
      { side: theirs, ...exchanged.theirs, since },
    ]
    return verifyKeyChain(RELATION, keys, a.node.verifier, reader).sides.get(theirs)?.custody.length
  }
  assert.deepEqual([known(ours), known(theirs), known(null)], [2, 1, 1])
  const [step] = steps.get(theirs) as readonly { proof: string }[]
  // A receipt that nobody can read takes nothing away from it: the key that it is signed with may have been lost.
  const lines = step?.proof.trimEnd().split('\n') ?? []
  const name = exchanged.ours.custody.name
  const forged: KeyStep = {
    proof: `${[...lines, (lines.at(-1) ?? '').replace(/^— \S+/, `— ${name}`)].join('\n')}\n`,
  }
  assert.deepEqual([known(ours, [forged]), known(theirs, [forged]), known(null, [forged])], [2, 1, 1])
})

test('KEYS-8 a receipt under a key that was revoked, dated back to before, is no delivery', async () => {
  const [a, b] = await pair()
  pass(100, a, b)
  const revoked = a.time.now
  await rotateKey(b.node, b.relation(RELATION), { use: 'custody', revoked: true })
  await talk(a, b)
  pass(1000, a, b)
  await ask(a, 'an act')
  const thief = fakeSigner(custodyName('bbb.test', RELATION))
  const honest = channelTo(b, RELATION)
  const dated: Channel = {
    ...honest,
    sync: async (step) => {
      const answer = await honest.sync(step)
      if (!answer.cosignature) return answer
      const { size } = answer.cosignature
      const row = await a.store.read(RELATION, (reader) => reader.checkpointFrom('aaa', size))
      return { ...answer, cosignature: { size, lines: cosign(row?.note ?? '', thief, revoked - 1) } }
    },
  }
  await say(a, dated).catch(() => undefined)
  const { size } = (await headsOf(a)).ours
  const receipted = () => a.store.read(RELATION, (reader) => reader.lastCheckpoint('aaa', true))
  assert.ok(((await receipted())?.size ?? 0) < size)
  await talk(a, b)
  assert.equal((await receipted())?.size, (await headsOf(a)).ours.size)
})

test('KEYS-8 what was receipted under a key that was revoked since is proven by a later receipt of its log', async () => {
  const [a, b] = await pair()
  const { index } = await ask(a)
  await talk(a, b)
  const isRevoked = () =>
    a.store.read(RELATION, async (reader) => {
      const relation = a.relation(RELATION)
      const [row = assert.fail()] = await reader.entries('aaa', index, { entries: 1, bytes: 1 })
      const proof = await proofOf({ node: a.node, relation, reader }, row)
      return verifyProofAt(proof, keysOfLog(relation, 'aaa', index + 1), a.node.verifier).revoked === true
    })
  pass(10, a, b)
  await revokes(b)
  await say(b, channelTo(a, RELATION))
  await goesOn(a, b)
  assert.equal(await isRevoked(), false)
})
