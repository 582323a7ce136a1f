/** What the marks of one side name, beside what the other side's own log is there. */
import assert from 'node:assert/strict'
import { RELATION } from './_talk.ts'
import type { Side } from './_world.ts'
import { markedRoot } from './log/chain.ts'
import { entryOf } from './log/entry.ts'

export async function checkRoots(author: Side, other: Side): Promise<void> {
  const [side, settled] = [author.node.party, other.node.party]
  const named = await author.store.read(RELATION, async (reader) => {
    const rows = (await reader.entries(side, 0, { entries: 1e6, bytes: 1e9 })).filter(
      ({ kind }) => kind === 'mark',
    )
    const parts = await reader.parts(rows.map(({ leaf }) => leaf))
    return rows.map((row) => [row.running, entryOf(row, parts.get(row.leaf) ?? []).kept?.root] as const)
  })
  assert.ok(named.length > 0)
  const roots = await other.store.read(RELATION, (reader) =>
    Promise.all(named.map(([seen]) => markedRoot(reader, other.relation(RELATION), settled, seen))),
  )
  assert.deepEqual(
    named.map(([, root]) => root),
    roots,
  )
}
