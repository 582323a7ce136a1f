import assert from 'node:assert/strict'
import { test } from 'node:test'
import { restsOnInstruments } from '@counterpart/casework'
import type { EntryRow, JudgedRow, Reader } from '../../store/store.ts'
import { DECLARED } from '../_alarms.ts'
import { entry } from '../_hostile.ts'
import { ERRAND } from '../_pacts.ts'
import { act, agree, ask, headsOf, RELATION, request, talk } from '../_talk.ts'
import { newSide, officer, type Side, seeded } from '../_world.ts'
import { writes } from '../_writes.ts'
import { record } from '../record/record.ts'
import { newSettlers } from './settlers.ts'
import { type Agreed, loadTerms, ownDossiers } from './terms.ts'
import { type FoldedTerms, foldTerms, withoutEffectless } from './terms-fold.ts'
import { orWhole } from './whole.ts'

/** As its next act would read them; with the leaves of which bodies were read. */
async function termsOf(
  side: Side,
  earlier: Agreed | null | 'anew',
): Promise<{ agreed: Agreed; bodies: string[] }> {
  const relation = side.relation(RELATION)
  const { ours, theirs } = await headsOf(side)
  const bodies: string[] = []
  const agreed = await side.node.store.read(RELATION, (reader) => {
    const before = { [relation.ours]: ours.running, [relation.theirs]: theirs.running }
    const parts: Reader['parts'] = (leaves) => {
      bodies.push(...leaves)
      return reader.parts(leaves)
    }
    const counting = new Proxy(reader, {
      get: (target, name: keyof Reader) => (name === 'parts' ? parts : target[name].bind(target)),
    })
    return loadTerms(
      side.node,
      relation,
      counting,
      newSettlers(reader, before, () => []),
      earlier,
    )
  })
  return { agreed, bodies }
}

/** From what is settled now. `before`: by how much of it there is. */
async function foldedIn(
  side: Side,
  id: string,
  before: ((folded: FoldedTerms) => FoldedTerms) | null,
  page?: number,
): Promise<FoldedTerms> {
  const relation = side.relation(RELATION)
  const { ours, theirs } = await headsOf(side)
  return side.node.store.read(RELATION, async (reader) => {
    const running = { [relation.ours]: ours.running, [relation.theirs]: theirs.running }
    const settlers = newSettlers(reader, running, () => [])
    const ports = { node: side.node, relation, reader, settlers }
    const last = await reader.lastIn(id)
    const [end, guest] = relation.ours === 'aaa' ? [last.ours, last.theirs] : [last.theirs, last.ours]
    const ends = { keeper: (end ?? -1) + 1, guest: Math.min(settlers.reach('aaa'), (guest ?? -1) + 1) }
    const cold = await foldTerms(id, ends, ports, null, page)
    return before ? foldTerms(id, ends, ports, before(cold), page) : cold
  })
}

const secretary = (side: Side) => officer(side.node.party, 'secretary')

function list(side: Side, dossier: string, digests: readonly string[]) {
  const { party } = side.node
  const [name, field] = party === 'aaa' ? ['relist', 'first'] : ['join', 'other']
  return record(side.node, side.relation(RELATION), {
    kind: 'act',
    request: request(),
    author: secretary(side),
    dossier,
    act: name,
    fields: { [field]: digests.map((digest) => ({ party, digest })) },
    position: null,
  })
}

const useless = (own: string, n = 0) =>
  entry({ kind: 'act', act: 'no-such-act', dossier: own, office: 'bbb-office', kept: { n } } as never)

test('what was agreed is read once, however many acts rest on it, and an entry more is one that is read', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  const own = await agree(a, b)
  assert.ok(ownDossiers(a.node, a.relation(RELATION)).includes(own))
  await ask(a)
  const first = a.relation(RELATION).agreed
  const again = await termsOf(a, first)
  assert.deepEqual([again.agreed === first, again.bodies], [true, []])
  await talk(a, b)
  assert.equal((await termsOf(a, first)).agreed, first)
  const { leaf } = await list(a, own, [ERRAND])
  const next = await termsOf(a, a.relation(RELATION).agreed)
  assert.deepEqual(next.bodies, [leaf])
})

test('of what had no effect nothing is read, however much either side has put there', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  const own = await agree(a, b)
  const void1 = Array.from({ length: 300 }, (_, n) => useless(own, n))
  await writes(b, void1)
  await talk(a, b)
  await list(b, own, [ERRAND, 'ab'.repeat(32)])
  await talk(a, b)
  // As after a start.
  for (const side of [a, b]) {
    const { agreed, bodies } = await termsOf(side, null)
    assert.equal(bodies.length, 3, 'the opening, what was joined, and what was listed again')
    const cut = { keeper: 999, guest: 999 }
    assert.deepEqual(agreed.terms(cut, 'aaa').digests, [ERRAND])
    // Who believes nothing that was said before reads all.
    assert.equal((await termsOf(side, 'anew')).bodies.length, 303)
  }
})

test('an act that is in its log again has effect once', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  const own = await agree(a, b)
  const first = await list(b, own, ['ab'.repeat(32)])
  await list(b, own, [ERRAND])
  await talk(a, b)
  const [row, parts] = await b.store.read(RELATION, async (reader) => [
    await reader.entryByLeaf(first.leaf),
    (await reader.parts([first.leaf])).get(first.leaf) ?? [],
  ])
  const held = parts.flatMap((part) => (part.state === 'held' ? [part] : []))
  await writes(b, [{ header: row?.bytes ?? new Uint8Array(), parts: held }])
  await talk(a, b)
  for (const earlier of [a.relation(RELATION).agreed, null, 'anew'] as const) {
    const { agreed } = await termsOf(a, earlier)
    assert.deepEqual(agreed.terms({ keeper: 999, guest: 999 }, 'aaa').digests, [ERRAND])
  }
})

test('terms that were gone on from say through every cut what those say that are made of everything', async () => {
  for (let seed = 1; seed <= 6; seed++) {
    const random = seeded(seed)
    const [a, b] = [await newSide('aaa', [RELATION], seed), await newSide('bbb', [RELATION], seed + 100)]
    const own = await agree(a, b)
    const lists = [[ERRAND], ['ab'.repeat(32)], [ERRAND, 'ab'.repeat(32)], []]
    for (let step = 0; step < 30; step++) {
      const side = random() < 0.5 ? a : b
      const wish = random()
      if (wish < 0.4) await list(side, own, lists[Math.floor(random() * 3)] ?? [])
      else if (wish < 0.55) await writes(b, [{ ...useless(own, step) }])
      else if (wish < 0.7) await ask(side).catch(() => undefined)
      else await talk(a, b)
    }
    await talk(a, b)
    for (const side of [a, b]) {
      const relation = side.relation(RELATION)
      const { agreed } = await termsOf(side, relation.agreed)
      const { agreed: cold } = await termsOf(side, null)
      const { agreed: anew } = await termsOf(side, 'anew')
      relation.readsWhole = true
      const { agreed: whole } = await termsOf(side, null)
      relation.readsWhole = false
      assert.equal(whole.folded, null)
      for (const page of [1, 2, 3, 5])
        assert.deepEqual((await foldedIn(side, own, null, page)).readings, cold.folded?.readings, `${page}`)
      const { ours, theirs } = await headsOf(side)
      const most = Math.max(ours.size, theirs.size)
      let read = 0
      for (const asking of ['aaa', 'bbb'])
        for (let keeper = 0; keeper <= most; keeper++)
          for (let guest = 0; guest <= most; guest++) {
            const cut = { keeper, guest }
            const said = await orWhole(relation, async () =>
              relation.readsWhole ? 'contradicted' : agreed.terms(cut, asking),
            )
            const isContradicted = said === 'contradicted'
            relation.readsWhole = false
            if (isContradicted) continue
            read += 1
            assert.deepEqual(said, whole.terms(cut, asking), `seed ${seed}`)
            assert.deepEqual(cold.terms(cut, asking), said)
            assert.deepEqual(anew.terms(cut, asking), said)
          }
      assert.ok(read > most, `${read} of ${most}`)
    }
  }
})

test('terms are gone on from only where these are of the same dossier, of no more than is there, and before all that comes', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  const own = await agree(a, b)
  const nothing = (folded: FoldedTerms): FoldedTerms => ({
    ...folded,
    last: -1,
    readings: { state: null, all: folded.readings.all.slice(0, 1) },
  })
  for (const side of [a, b]) {
    const cold = await foldedIn(side, own, null)
    assert.ok(cold.readings.all.length > 2)
    const none = { keeper: 0, guest: 0 }
    for (const before of [
      (folded: FoldedTerms) => ({ ...nothing(folded), id: 'ab'.repeat(32) }),
      (folded: FoldedTerms) => ({ ...nothing(folded), at: { ...none, keeper: folded.at.keeper + 1 } }),
      (folded: FoldedTerms) => ({ ...nothing(folded), at: { ...none, guest: folded.at.guest + 1 } }),
      // As of a log that was begun again: what was there stood behind what is there now.
      (folded: FoldedTerms) => ({ ...folded, at: none, last: 9999 }),
    ])
      assert.deepEqual(await foldedIn(side, own, before), cold)
  }
})

test('of a relation that itself rests on instruments all is read, whatever was said of it', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  const own = await agree(a, b)
  await writes(b, [useless(own)])
  await talk(a, b)
  assert.equal((await termsOf(a, null)).bodies.length, 2)
  const resting =
    [...DECLARED.values()].find(({ procedure }) => restsOnInstruments(procedure)) ?? assert.fail()
  const procedure = { ...resting.procedure, plays: { as: 'relation', slots: {} } } as const
  Object.assign(a.node, {
    procedures: new Map([...a.node.procedures, ['ef'.repeat(32), { ...resting, procedure }]]),
  })
  assert.equal((await termsOf(a, null)).bodies.length, 3)
})

test('what was on its way without effect may have it where it is settled, and is read', async () => {
  const row = (leaf: string) => ({ leaf }) as EntryRow
  const said = { code: null, time: null }
  const judged = new Map<string, JudgedRow>([
    ['waits', { ...said, leaf: 'waits', verdict: 'void', settler: null }],
    ['void', { ...said, leaf: 'void', verdict: 'void', settler: 3 }],
    ['effective', { ...said, leaf: 'effective', verdict: 'effective', settler: 3 }],
  ])
  const rows = ['waits', 'void', 'effective', 'unknown'].map(row)
  assert.deepEqual(
    (await withoutEffectless(rows, { judged: async () => judged })).map(({ leaf }) => leaf),
    ['waits', 'effective', 'unknown'],
  )
})

test('CUT-4 what fails though all of it was read already is not done again', async () => {
  const a = await newSide('aaa', [RELATION], 1)
  const relation = a.relation(RELATION)
  relation.readsWhole = true
  let tries = 0
  const work = async () => {
    tries += 1
    throw new Error('for another reason')
  }
  await assert.rejects(orWhole(relation, work), /another reason/)
  assert.equal(tries, 1)
})

test('CUT-4 where logs contradict each other all of the dossier is read, and what was under way is done again', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  const relation = a.relation(RELATION)
  // As far as they are read of bbb, aaa had seen what is beyond.
  const cut = { keeper: 999, guest: 0 }
  let tries = 0
  const terms = await orWhole(relation, async () => {
    tries += 1
    return (await termsOf(a, relation.agreed)).agreed.terms(cut, 'aaa')
  })
  assert.deepEqual([tries, terms.digests, relation.readsWhole], [2, [], true])
  await ask(a)
  assert.equal(relation.agreed?.folded, null)
  const { dossier } = await ask(b)
  await talk(a, b)
  await act(a, dossier, 'answer', { on: dossier, fields: { outcome: 'yes' } })
})
