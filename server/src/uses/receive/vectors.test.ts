import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeStep, fromHex, ProtocolError } from '@counterpart/protocol'
import { namedKeys, signerFrom } from '../../../../protocol/src/_keys.ts'
import { vectors } from '../../../../protocol/src/_vectors.ts'
import { directoryOf } from '../../directory.ts'
import { newEvents } from '../../events.ts'
import { nodeVerifier } from '../../keys/node-crypto.ts'
import { MemoryStore } from '../../store/memory/memory-store.ts'
import { PROCEDURES } from '../_pacts.ts'
import { type Node, newRelation } from '../relation.ts'
import { boundsOf } from './bounds.ts'
import { takeIn } from './take-in.ts'

interface Input {
  /** Cases whose steps were taken in before, in this order. */
  after: string[]
  /** The step as it arrives, hexadecimal. */
  step: string
}

interface Expected {
  /** Entries of the other log that are held now. */
  holds: number
  /** Of them those that were new. */
  fresh: number
  /** `seen` of the mark that was appended; `null` where none was. */
  mark: number | null
  /** Size of the other log that was cosigned last. */
  cosigned: number | null
}

const RELATION = 'chn~vnm/border'
const cases = vectors<Input, Expected>('answer')

/** The side that answers: `chn`, with the keys that the vectors of keys name, ready to sign. */
async function newAnswerer() {
  const relation = newRelation({
    id: RELATION,
    ours: 'chn',
    theirs: 'vnm',
    epoch: 1,
    theirEpoch: 1,
    log: signerFrom(namedKeys('chn-log').name, 3),
    custody: signerFrom(namedKeys('chn-custody').name, 4),
    theirLog: namedKeys('vnm-log'),
    theirCustody: namedKeys('vnm-custody'),
  })
  relation.start = 'confirmed'
  const store = new MemoryStore()
  await store.open(RELATION, 'chn', 'vnm')
  const node: Node = {
    party: 'chn',
    name: { en: 'chn', vi: 'chn', 'zh-Hans': 'chn' },
    relations: new Map([[RELATION, relation]]),
    store,
    clock: () => 1_687_939_300,
    monotonic: () => 0,
    random: (bytes) => new Uint8Array(bytes).fill(7),
    verifier: nodeVerifier,
    procedures: PROCEDURES,
    directory: directoryOf([]),
    events: newEvents(),
    keyBackupDays: 30,
    bounds: boundsOf(),
    files: null,
    water: null,
  }
  return { node, relation, store }
}

async function answerTo({ after, step }: Input): Promise<Expected | string> {
  const { node, relation, store } = await newAnswerer()
  for (const id of after) {
    const earlier = cases.find((one) => one.id === id)?.input.step ?? assert.fail(id)
    assert.equal((await takeIn(node, relation, decodeStep(fromHex(earlier)))).kind, 'accepted', id)
  }
  const before = await store.read(RELATION, (reader) => reader.heads())
  const accepted = await takeIn(node, relation, decodeStep(fromHex(step)))
  const { heads, cosigned } = await store.read(RELATION, async (reader) => ({
    heads: await reader.heads(),
    cosigned: await reader.lastCheckpoint('vnm', true),
  }))
  if (accepted.kind === 'refused') {
    assert.deepEqual(heads, before, 'nothing is stored of what is refused')
    return accepted.code
  }
  const marked = heads.ours.size > before.ours.size
  return {
    holds: heads.theirs.size,
    fresh: accepted.fresh,
    mark: marked ? heads.ours.running : null,
    cosigned: cosigned?.size ?? null,
  }
}

test('ANSWER-4 ANSWER-5 ANSWER-6 ANSWER-7 ENTRY-8 MARK-1 MARK-2 MARK-5 steps are taken in and refused as the vectors say', async () => {
  for (const { id, input, expected, error } of cases) {
    const answer = await answerTo(input).catch((thrown: unknown) => {
      if (thrown instanceof ProtocolError) return thrown.code
      throw thrown
    })
    assert.deepEqual(answer, expected ?? error, id)
  }
})
