import assert from 'node:assert/strict'
import { test } from 'node:test'
import { two } from '../_retained.ts'
import { RELATION } from '../_talk.ts'
import { rowOfEpoch, setChain } from './chain.ts'

test('a row of the chain whose keys are none is read as this run knows them, then as they were exchanged, or not at all', async () => {
  const [a] = await two()
  const relation = a.relation(RELATION)
  const { chain, first, parties } = relation
  const rows = parties.flatMap((side) =>
    (side === relation.ours ? chain.ours : chain.theirs).map((epoch) => ({
      ...rowOfEpoch(side, epoch),
      keys: ['none', 'none'] as [string, string],
    })),
  )
  const names = () => relation.chain.ours.map(({ log }) => log.name)
  const before = names()
  const nothing = { ours: null, theirs: null }
  relation.first = nothing
  setChain(relation, rows)
  assert.deepEqual(names(), before)
  relation.chain = { ours: [], theirs: [] }
  assert.throws(() => setChain(relation, rows), { code: 'entry-damaged' })
  relation.first = first
  setChain(relation, rows)
  assert.deepEqual(names(), before)
})
