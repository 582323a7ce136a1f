import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closed, DAY, ends, passTo, time, two } from '../../uses/_retained.ts'
import { RELATION, talk } from '../../uses/_talk.ts'
import { pass, type Side } from '../../uses/_world.ts'
import { look } from '../look.ts'
import { lateIn } from './destroying.ts'

const late = (side: Side) => look(side.node, side.relation(RELATION), lateIn)

test('RETENTION-7 each side sees of itself and of the other who is late with destroying, from two days on and until it is said', async () => {
  const [a, b] = await two()
  const dossier = await closed(a, b)
  const all = (await ends(a, dossier)).ends.flatMap(({ at, state }) => (at && state === 'held' ? [at] : []))
  const end = Math.min(...all)
  await time(b)
  await passTo(Math.max(...all), a, b)
  await time(a)
  const record = (await look(a.node, a.relation(RELATION), ({ reader }) => reader.lastDeletion('aaa'))) ?? 0
  pass(record + 2 * DAY - a.time.now, a, b)
  const nobody = { ours: { count: 0, since: null }, theirs: { count: 0, since: null } }
  assert.deepEqual(await late(a), nobody)
  pass(1, a, b)
  assert.deepEqual(await late(a), { ...nobody, theirs: { count: all.length, since: record } })
  assert.deepEqual(await late(b), { ...nobody, ours: { count: 1, since: end } })
  await talk(a, b)
  await time(b)
  assert.deepEqual(await late(b), nobody)
  await talk(a, b)
  assert.deepEqual(await late(a), nobody)
})
