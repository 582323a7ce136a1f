/** Which of the other side's marks over one size is compared with what is here (MARK-7). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { markBody } from '@counterpart/casework'
import { entry, mark } from '../_hostile.ts'
import { agree, ask, headsOf, RELATION, talk } from '../_talk.ts'
import { newSide } from '../_world.ts'
import { writes } from '../_writes.ts'
import { markedRoot } from '../log/chain.ts'

/** Incidents after a batch with such marks over our last head: each says what it saw, and a true root or a false one. */
async function incidentsAfter(said: { lowered: boolean; root: 'true' | 'false' }[]): Promise<string[]> {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  await ask(a)
  const { size } = (await headsOf(a)).ours
  const held = await a.store.read(RELATION, (reader) => markedRoot(reader, a.relation(RELATION), 'aaa', size))
  const marks = said.map(({ lowered, root }) =>
    mark({
      seen: lowered ? 1 : size,
      kept: { ...markBody([], []), root: root === 'true' ? held : 'f'.repeat(64) },
    }),
  )
  const by = { time: b.time.now, office: 'bbb-office', officer: 'bbb-1' }
  await writes(b, [entry({ ...by, seen: size, kept: { title: 'invented' } }), ...marks])
  await talk(a, b)
  const incidents = await a.store.read(RELATION, (reader) => reader.incidents())
  return incidents.map(({ code }) => code)
}

const lowered = { lowered: true, root: 'true' } as const
const [good, wrong] = [{ lowered: false, root: 'true' } as const, { lowered: false, root: 'false' } as const]

test('MARK-7 a false root is found, whatever mark with a lowered `seen` stands before it', async () => {
  for (const marks of [[wrong], [lowered, wrong], [lowered, wrong, good], [lowered, lowered, wrong]])
    assert.ok((await incidentsAfter(marks)).includes('verdict-differs'), JSON.stringify(marks))
})

test('MARK-7 of several marks over one size the first whose `seen` is its own is compared, and no other', async () => {
  for (const marks of [[good], [lowered, good], [good, wrong]])
    assert.ok(!(await incidentsAfter(marks)).includes('verdict-differs'), JSON.stringify(marks))
})
