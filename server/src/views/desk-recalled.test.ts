/** What the other side recalled stands on the desk until an office of ours has taken note of it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Role } from '@counterpart/casework'
import type { Sight } from '../http/ports.ts'
import type { DeskView } from '../http/schema/dossier.ts'
import { foldFresh } from '../scrub/check-folds.ts'
import { closed, read, time, two } from '../uses/_retained.ts'
import { dossierOf, RELATION, request, talk } from '../uses/_talk.ts'
import { officer, type Side } from '../uses/_world.ts'
import { record } from '../uses/record/record.ts'
import { recalls } from './_recalled.ts'
import { desk } from './desk.ts'

const ALL: Sight = { offices: null, sees: () => true }

/** Which dossiers stand in a view, with whether something of them was recalled; and that they are counted. */
async function on(side: Side, view: DeskView, role: Role = 'secretary') {
  const { office: code, level } = officer(side.node.party)
  const name = { en: code, vi: code, 'zh-Hans': code }
  const office = { code, side: side.node.party, level, name, faces: [] }
  const who = { id: 'one', name: 'Invented', side: side.node.party, office, roles: [role] }
  const page = await desk(side.node, { view }, who, ALL)
  const fresh = view === 'mine' || view === 'office' ? page.fresh.length : 0
  assert.equal(page.counts[view], page.rows.length + fresh)
  return page.rows.map(({ id, recalled }) => [id, recalled])
}

const marked = async (side: Side) =>
  (await on(side, 'all')).flatMap(([id, recalled]) => (recalled ? [id] : []))

/** As it is folded from nothing but its entries. */
async function isAsFolded(side: Side, dossier: string): Promise<void> {
  const scrubbed = { node: side.node, relation: side.relation(RELATION) }
  const fresh = await read(side, (reader) => foldFresh(scrubbed as never, reader, [dossier]))
  const [stored, anew] = [await dossierOf(side, dossier), fresh.get(dossier)?.row]
  assert.deepEqual([stored?.unnoted, stored?.turn], [anew?.unnoted, anew?.turn])
}

test('a dossier that is over waits for whoever has to take note of a recall, on that side alone, and then no more', async () => {
  const [a, b] = await two()
  const dossier = await closed(a, b)
  await closed(a, b)
  for (const side of [a, b]) assert.deepEqual(await on(side, 'mine'), [])
  await recalls(a, dossier)
  await talk(a, b)
  for (const again of [false, true]) {
    if (again) for (const side of [a, b]) await time(side)
    await talk(a, b)
    assert.deepEqual(await on(b, 'mine'), [[dossier, true]])
    assert.deepEqual(await on(b, 'office'), [[dossier, true]])
    assert.deepEqual(await on(b, 'mine', 'overseer'), [], 'who oversees takes note of nothing')
    assert.deepEqual(await marked(b), [dossier])
    assert.deepEqual(await on(a, 'mine'), [])
    assert.deepEqual(await marked(a), [])
    for (const side of [a, b]) await isAsFolded(side, dossier)
  }
  const [recall] = (await dossierOf(b, dossier))?.unnoted ?? []
  await record(b.node, b.relation(RELATION), {
    kind: 'noted',
    request: request(),
    author: officer('bbb'),
    dossier,
    on: recall ?? '',
  })
  for (let times = 0; times < 2; times++) {
    assert.deepEqual(await on(b, 'mine'), [])
    assert.deepEqual(await marked(b), [])
    await isAsFolded(b, dossier)
    await talk(a, b)
  }
})
