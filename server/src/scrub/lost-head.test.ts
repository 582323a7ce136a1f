/** The newest head of the other side's log, whose row is gone while our receipt over it is there. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { cosign, fromBase64, logOrigin, signCheckpoint } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import { type PostgresHarness, postgresHarness } from '../store/postgres/_harness.ts'
import type { CheckpointRow } from '../store/store.ts'
import { checkAgainstRules } from '../uses/_oracle.ts'
import { agree, ask, headsOf, hearsNothing, RELATION, talk } from '../uses/_talk.ts'
import { channelTo, fakeSigner, newSide, type Side } from '../uses/_world.ts'
import { rowsOf, sample } from './_sample.ts'
import { passOver, scrubOf } from './_scrubbed.ts'
import type { AskBack } from './mend-given.ts'

interface Pair {
  a: Side
  b: Side
  /** The head of the log of `a` at this size is gone at `b`, and what stands over it is not. */
  lose(size: number): Promise<void>
}

const open: PostgresHarness[] = []
after(() => Promise.all(open.map((one) => one.close())))

const STORES: Record<string, () => Promise<Pair>> = {
  'in memory': async () => {
    const b = await newSide('bbb', [RELATION], 2)
    const lose = async (size: number) => {
      const { notes, version } = rowsOf(b)
      notes.drop(`theirs ${size}`, version)
    }
    return { a: await newSide('aaa', [RELATION], 1), b, lose }
  },
  'on PostgreSQL': async () => {
    const harness = await postgresHarness()
    open.push(harness)
    const b = await newSide('bbb', [RELATION], 2, {}, { store: harness.store })
    return {
      a: await newSide('aaa', [RELATION], 1),
      b,
      lose: (size) => harness.loseHead(RELATION, 'theirs', size),
    }
  },
}

const headAt = (side: Side, receipted: boolean): Promise<CheckpointRow> =>
  side.store.read(
    RELATION,
    async (reader) => (await reader.lastCheckpoint('aaa', receipted)) ?? assert.fail(),
  )

const asking =
  (other: Side): AskBack =>
  (asked) =>
    channelTo(other, RELATION).giveBack(asked)

const scrubbed = (side: Side, askBack: AskBack | null) => passOver(side, scrubOf(side, { askBack }))

for (const [where, make] of Object.entries(STORES))
  test(`LOG a node that has lost the newest receipted head of the other log ${where} starts, and has it back`, async () => {
    const { a, b, lose } = await make()
    await agree(a, b)
    await ask(a)
    await talk(a, b)
    const whole = await headAt(b, true)
    await lose(whole.size)
    const started = await newSide('bbb', [RELATION], 3, {}, { store: b.store })
    await talk(a, started)
    await ask(a, 'a second one')
    await assert.rejects(talk(a, started), { code: 'entry-damaged' })
    await scrubbed(started, asking(a))
    assert.ok(isDeepStrictEqual(await headAt(b, true), whole))
    await talk(a, started)
    assert.equal((await headAt(b, true)).size, (await headAt(a, false)).size)
    await checkAgainstRules(started)
  })

/** Answers with another head than was asked for. */
const giving =
  (other: Side, note: string, cosignature: string | null = null): AskBack =>
  async (asked, signal) => ({ ...(await asking(other)(asked, signal)), head: { note, cosignature } })

/** What the author, or whoever answers in its place, might give for a head. */
async function wrongHeads({ a, b }: Pair, { note, size }: CheckpointRow): Promise<AskBack[]> {
  const signer = fakeSigner(logOrigin('aaa.test', RELATION, 1))
  const other = fakeSigner(logOrigin('bbb.test', RELATION, 1))
  const root = fromBase64(note.split('\n')[2] ?? '')
  const head = (by = signer, of: Uint8Array = root, at = size) =>
    signCheckpoint({ origin: by.name, size: at, root: of }, by)
  const foreign = await b.store.read(RELATION, (reader) => reader.lastCheckpoint('bbb'))
  return [
    giving(
      a,
      await head(
        signer,
        root.map((byte) => byte ^ 1),
      ),
    ),
    giving(a, await head(signer, root, size - 1)),
    giving(a, await head({ ...other, name: signer.name })),
    giving(a, await head(other)),
    giving(a, foreign?.note ?? assert.fail()),
    giving(a, note + (await cosign(note, other, 1_700_000_000))),
    giving(a, note, await cosign(note, other, 1_700_000_000)),
    async (asked, signal) => ({ ...(await asking(a)(asked, signal)), head: null }),
  ]
}

for (const [where, make] of Object.entries(STORES))
  test(`GIVE-6 a head that is lost ${where} before its author has our receipt comes back from its author, and no other does`, async () => {
    const pair = await make()
    const { a, b, lose } = pair
    await agree(a, b)
    await ask(a)
    await hearsNothing(a, b)
    const whole = await headAt(b, true)
    assert.ok((await headAt(a, true)).size < whole.size)
    await lose(whole.size)
    await ask(a, 'a second one')
    await assert.rejects(talk(a, b), { code: 'entry-damaged' })
    const scrub = (askBack: AskBack | null) => scrubOf(b, { askBack })
    for (const askBack of await wrongHeads(pair, whole)) {
      const wrong = scrub(askBack)
      await passOver(b, wrong)
      assert.deepEqual(await wrong.open(), [{ what: 'checkpoint', side: 'aaa', size: whole.size }])
      assert.ok((await headAt(b, false)).size < whole.size)
    }
    await scrubbed(b, asking(a))
    assert.ok(isDeepStrictEqual(await headAt(b, true), whole))
    await talk(a, b)
    assert.equal((await headAt(a, true)).size, (await headsOf(a)).ours.size)
    const last = scrub(null)
    await passOver(b, last)
    assert.deepEqual(await last.open(), [])
    for (const side of [a, b]) await checkAgainstRules(side)
  })

test('GIVE-6 a head of ours without a receipt mends no receipt', async () => {
  const [a, b] = await sample()
  const { size, note } = await headAt(a, true)
  const { cosignatures, version } = rowsOf(a)
  const spoilt = (cosignatures.get(`ours ${size}`, version) ?? '').replaceAll('A', 'B')
  cosignatures.set(`ours ${size}`, spoilt, version)
  const scrub = scrubOf(a, { askBack: giving(b, note) })
  await passOver(a, scrub)
  assert.deepEqual(await scrub.open(), [{ what: 'cosignature', side: 'aaa', size }])
})

test('GIVE-6 EPOCH-10 a head that never left is noted as leaving before it is given, and given only then', async () => {
  const noted: number[] = []
  let full = false
  const water = {
    last: () => null,
    raise: async (_: string, { size }: { size: number }) => {
      if (full) throw new NodeError({ code: 'high-water' })
      noted.push(size)
    },
  }
  const a = await newSide('aaa', [RELATION], 1, {}, { water })
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  await ask(a)
  const { size } = (await headsOf(a)).ours
  assert.ok(!noted.includes(size))
  const asked = {
    relation: RELATION,
    from: 'bbb',
    nonce: new Uint8Array(16),
    log: 'aaa',
    start: size - 1,
    end: size,
    time: 1,
  }
  full = true
  await assert.rejects(channelTo(a, RELATION).giveBack(asked), { code: 'high-water' })
  full = false
  const { head } = await channelTo(a, RELATION).giveBack(asked)
  assert.ok(head?.note === (await headAt(a, false)).note && head.cosignature === null)
  assert.equal(noted.at(-1), size)
})
