/** The newest head of the other side's log, whose row is gone while our receipt over it is there. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type PostgresHarness, postgresHarness } from '../store/postgres/_harness.ts'
import type { CheckpointRow } from '../store/store.ts'
import { checkAgainstRules } from '../uses/_oracle.ts'
import { agree, ask, RELATION, talk } from '../uses/_talk.ts'
import { channelTo, newSide, type Side } from '../uses/_world.ts'
import { rowsOf } from './_sample.ts'
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
    assert.deepEqual(await headAt(b, true), whole)
    await talk(a, started)
    assert.equal((await headAt(b, true)).size, (await headAt(a, false)).size)
    await checkAgainstRules(started)
  })
