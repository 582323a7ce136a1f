import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LONGEST_STAY } from '@counterpart/casework'
import { encodeHeader, partDigest, utf8 } from '@counterpart/protocol'
import type { EntryRow, Reader } from '../store/store.ts'
import { damagedAt, tooLarge } from '../uses/_damaged.ts'
import { forgeRetention } from '../uses/_forged.ts'
import { SALT } from '../uses/_hostile.ts'
import { ERRAND } from '../uses/_pacts.ts'
import { closed, DAY, ends, passTo, time, two } from '../uses/_retained.ts'
import { ask, headsOf, RELATION, request, talk } from '../uses/_talk.ts'
import { officer } from '../uses/_world.ts'
import { writes } from '../uses/_writes.ts'
import type { StayCommand } from '../uses/command.ts'
import { record } from '../uses/record/record.ts'
import { look } from './look.ts'
import { retentionOf, retentionPage } from './retention.ts'

test('what the other side says for a stay reads as its bytes do: a sign that turns it round is named in its place', async () => {
  const [a, b] = await two()
  const { dossier } = await ask(a)
  await talk(a, b)
  await record(b.node, b.relation(RELATION), {
    kind: 'stay',
    request: request(),
    author: officer('bbb', 'legal-reviewer'),
    dossier,
    until: b.time.now + 86_400,
    ground: 'court',
    reference: 'invented \u202e7/1',
  })
  await talk(a, b)
  const { stays } = await look(a.node, a.relation(RELATION), (at) => retentionOf(at, dossier, [], new Set()))
  assert.deepEqual(
    stays.map(({ side, reference }) => [side, reference]),
    [['bbb', 'invented [U+202E]7/1']],
  )
})

test('RETENTION-8 the stay that is shown is the one that counts, and not a shorter one of a single person after it', async () => {
  const [a, b] = await two()
  const { dossier } = await ask(a)
  const until = a.time.now + 9 * 86_400
  const stay = (to: number): StayCommand => ({
    ...{ kind: 'stay', request: request(), author: officer('aaa', 'legal-reviewer'), dossier, until: to },
    ...{ ground: 'court', reference: 'invented 7/1' },
  })
  await record(a.node, a.relation(RELATION), stay(until))
  await forgeRetention(a, stay(0))
  await talk(a, b)
  for (const side of [a, b]) {
    const shown = await look(side.node, side.relation(RELATION), (at) =>
      retentionOf(at, dossier, [], new Set()),
    )
    assert.deepEqual([shown.stay, shown.stays.map((one) => one.until)], [until, [until]])
  }
})

test('RETENTION-8 until when a stay that the other side dates ahead keeps is shown as it is destroyed by, on every day', async () => {
  const [a, b] = await two()
  const { dossier } = await ask(a)
  await talk(a, b)
  // It writes on though its log is ahead of its clock.
  b.relation(RELATION).tolerance = Number.POSITIVE_INFINITY
  const { now } = b.time
  b.time.now += 400 * DAY
  await forgeRetention(b, {
    ...{ kind: 'stay', request: request(), author: officer('bbb', 'legal-reviewer'), dossier },
    ...{ until: b.time.now + LONGEST_STAY, ground: 'court', reference: 'invented 7/1' },
  })
  b.time.now = now
  await talk(a, b)
  const shown = async () => {
    const { stay, stays } = await look(a.node, a.relation(RELATION), (at) =>
      retentionOf(at, dossier, [], new Set()),
    )
    assert.deepEqual([stay, stays.map(({ until }) => until)], [(await ends(a, dossier)).stay, [stay]])
    return stay
  }
  const first = await shown()
  assert.equal(
    (await ends(a, dossier)).isAhead,
    false,
    'our log says since when it counts: nothing is awaited',
  )
  a.time.now += 30 * DAY
  assert.equal(await shown(), first)
})

test('what falls due is shown, however much of it one dossier holds', async () => {
  const [a, b] = await two()
  const dossier = await closed(a, b)
  const { ours, theirs } = await headsOf(b)
  const bytes = utf8('{}')
  const names = ['kept', ...Array.from({ length: 15 }, (_, i) => `p${i}`)]
  const digest = partDigest(SALT, bytes)
  const place = { relation: RELATION, seen: theirs.size, time: ours.time }
  const common = { v: 1, kind: 'act', dossier, ...place } as const
  const about = {
    procedure: ERRAND,
    act: 'note',
    office: 'bbb-office',
    officer: 'o',
    handling: 'H1',
  } as const
  const parts = names.map((name) => ({ name, digest, keep: name === 'kept' ? 'always' : 'P1D' }))
  const header = encodeHeader({ ...common, ...about, parts })
  await writes(b, [{ header, parts: names.map((name) => ({ name, salt: SALT, bytes })) }])
  await talk(a, b)
  const page = await look(a.node, a.relation(RELATION), async (at) => {
    // More parts than there are arguments to a call: here as many entries that are one.
    const dossierEntries: Reader['dossierEntries'] = async (id) => {
      const rows = await at.reader.dossierEntries(id)
      return [...rows, ...Array<EntryRow[]>(9000).fill(rows.slice(-1)).flat()]
    }
    const reader = new Proxy(at.reader, {
      get: (target, name: keyof Reader) =>
        name === 'dossierEntries' ? dossierEntries : (target[name] as () => unknown).bind(target),
    })
    return retentionPage({ ...at, reader }, { offices: null, sees: () => true })
  })
  const [row] = page.rows
  assert.equal(row?.dossier, dossier)
  assert.ok(row.parts.length > 130_000)
  assert.equal(row.first, Math.min(...new Set(row.parts.map(({ at }) => at))))
})

test('a dossier that is too large to be read keeps nothing else off the page of what falls due, and no recall off another dossier', async () => {
  const [a, b] = await two()
  const [large, small] = [await closed(a, b), await closed(a, b)]
  a.node.store = tooLarge(a.node.store, large)
  const at = (await ends(a, small)).ends[0]?.at ?? 0
  a.time.now = at - 1
  const relation = a.relation(RELATION)
  const page = await look(a.node, relation, (of) => retentionPage(of, { offices: null, sees: () => true }))
  assert.deepEqual(
    page.rows.map(({ dossier }) => dossier),
    [small],
  )
  assert.deepEqual(await look(a.node, relation, (of) => retentionOf(of, small, [large], new Set())), {
    stay: null,
    stays: [],
    recalls: [],
    elsewhere: [],
  })
})

test('RETENTION-7 dossiers in which something is damaged keep no other off the list of what the other side has not destroyed', async () => {
  const [a, b] = await two()
  const [header, fold, sound] = [await closed(a, b), await closed(a, b), await closed(a, b)]
  await passTo((await ends(a, sound)).ends[0]?.at ?? 0, a, b)
  await time(a)
  a.time.now += 3 * DAY
  a.node.store = damagedAt(a.node.store, new Set([`header ${header}`, `fold ${fold}`]))
  const all = { offices: null, sees: () => true }
  const { late } = await look(a.node, a.relation(RELATION), (of) => retentionPage(of, all))
  assert.deepEqual(
    late.map(({ dossier }) => dossier),
    [sound],
  )
  const told = await a.store.read(RELATION, (reader) => reader.incidents(10, ['entry-damaged']))
  assert.ok(told.some(({ detail }) => (detail as { dossier?: string }).dossier === fold))
})
