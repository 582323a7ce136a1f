import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NodeError } from '../errors.ts'
import type { Rows } from '../store/memory/rows.ts'
import { withSum } from '../store/row-sum.ts'
import type { DossierRow } from '../store/store.ts'
import { checkAgainstRules } from '../uses/_oracle.ts'
import { act, ask, RELATION, talk } from '../uses/_talk.ts'
import { channelTo, type Side } from '../uses/_world.ts'
import { worked } from '../views/_recalled.ts'
import { LinkFailure } from '../wire/link.ts'
import { rowsOf, sample } from './_sample.ts'
import { NO_REST, passOver, scrubOf } from './_scrubbed.ts'
import type { AskBack } from './mend-given.ts'

const flip = (bytes: Uint8Array) => bytes.map((byte, at) => (at === 7 ? byte ^ 1 : byte))
const flipText = (text: string) => text.replace(/\d/, (digit) => (digit === '1' ? '3' : '1'))

/** One thing after the other is another: by what is found. */
const DAMAGES: Record<string, (rows: Rows) => void> = {
  'header of theirs': ({ logs }) => header(logs.theirs.entries, 2),
  'header of ours': ({ logs }) => header(logs.ours.entries, 1),
  'header of theirs that is gone': ({ logs }) => {
    delete logs.theirs.entries[2]
  },
  'part that is gone': ({ logs, parts, version }) =>
    parts.set(logs.theirs.entries[2]?.leaf ?? assert.fail(), new Map(), version),
  columns: ({ logs }) => {
    const row = logs.theirs.entries[1] ?? assert.fail()
    logs.theirs.entries[1] = { ...row, time: row.time + 8, leaf: row.leaf.replaceAll('a', 'b') }
  },
  'part of theirs': (rows) => part(rows, rows.logs.theirs.entries[2]?.leaf),
  'part of ours': (rows) => part(rows, rows.logs.ours.entries[0]?.leaf),
  node: ({ logs }) => {
    for (const at of ['1:0:0', '1:1:0', '1:2:0'])
      logs.theirs.nodes.set(at, flip(logs.theirs.nodes.get(at) ?? assert.fail()))
  },
  checkpoint: ({ notes, version }) =>
    notes.set('theirs 2', flipText(notes.get('theirs 2', version) ?? ''), version),
  'signature of a head': ({ notes, version }) => spoil(notes, 'theirs 2', version),
  'signature of a receipt': ({ cosignatures, version }) => spoil(cosignatures, 'ours 1', version),
  cosignature: ({ cosignatures, version }) =>
    cosignatures.set('ours 1', `${cosignatures.get('ours 1', version)}x`, version),
  head: ({ heads, version }) => {
    const { ours, theirs } = heads.get('', version) ?? assert.fail()
    heads.set(
      '',
      { ours: { ...ours, frontier: ours.frontier.map(flip) }, theirs: { ...theirs, running: 99 } },
      version,
    )
  },
  fold: ({ dossiers, version }) => {
    for (const [id, stored] of dossiers.values(version))
      dossiers.set(id, stored.replace('"keeper"', '"Keeper"'), version)
  },
  'fold that reads well': ({ dossiers, version }) => {
    for (const [id, stored] of dossiers.values(version)) {
      const row = JSON.parse(stored.slice(0, -64)) as DossierRow
      dossiers.set(id, withSum(JSON.stringify({ ...row, due: 5, level: 'gate' })), version)
    }
  },
  verdict: ({ judged, version }) => {
    for (const [leaf, row] of judged.values(version))
      judged.set(leaf, { ...row, verdict: 'overtaken', code: 'gap' }, version)
  },
  'verdict that is gone': ({ judged, version }) => {
    for (const [leaf] of judged.values(version)) judged.drop(leaf, version)
  },
  counts: ({ tally, version }) => {
    for (const [key, row] of tally.values(version)) tally.set(key, { ...row, count: row.count ^ 4 }, version)
  },
}

/** A letter of the last signature. */
function spoil(texts: Rows['notes'], key: string, version: number): void {
  const text = texts.get(key, version) ?? assert.fail()
  const at = text.length - 40
  texts.set(key, `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`, version)
}

function header(entries: Rows['logs']['ours']['entries'], at: number): void {
  const row = entries[at] ?? assert.fail()
  entries[at] = { ...row, bytes: flip(row.bytes) }
}

function part({ parts, version }: Rows, leaf = ''): void {
  const kept = parts.get(leaf, version)?.get('kept') ?? assert.fail()
  if (kept.given) kept.given = { ...kept.given, bytes: flip(kept.given.bytes) }
}

/** All that is stored, but incidents. */
function stored(side: Side): unknown {
  const rows = rowsOf(side)
  const { version, logs } = rows
  const all = <V>(of: { values(version: number): Iterable<[string, V]> }) =>
    [...of.values(version)].sort(([a], [b]) => (a < b ? -1 : 1))
  return structuredClone({
    logs: [logs.ours, logs.theirs].map(({ entries, nodes, sizes }) => ({ entries, nodes, sizes })),
    heads: rows.heads.get('', version),
    notes: all(rows.notes),
    cosignatures: all(rows.cosignatures),
    parts: all(rows.parts),
    // How far it was folded is what it was folded at when it was put back.
    dossiers: all(rows.dossiers).map(([id, row]) => [id, row.replace(/"at":\{[^}]*\}/, '').slice(0, -64)]),
    judged: all(rows.judged),
    tally: all(rows.tally),
  })
}

const asking =
  (other: Side): AskBack =>
  (asked) =>
    channelTo(other, RELATION).giveBack(asked)

/** How much damage is on record and not mended. */
async function open(side: Side): Promise<number> {
  const incidents = await side.store.read(RELATION, (reader) => reader.incidents())
  const of = (code: string) => incidents.filter((one) => one.code === code).length
  return of('entry-damaged') - of('damage-repaired')
}

const MOST_PASSES = 3

async function mendAll(side: Side, askBack: AskBack | null): Promise<void> {
  const scrub = scrubOf(side, { askBack })
  for (let i = 0; i < MOST_PASSES; i++) {
    await scrub.begin()
    await scrub.pass(NO_REST, new AbortController().signal)
    if ((await scrub.progress()).last?.found === 0) return
  }
}

for (const [name, damage] of Object.entries(DAMAGES))
  test(`LOG a damaged ${name} is put back as it was, and that is on record`, async () => {
    const [a, b] = await sample()
    await talk(a, b)
    const before = stored(b)
    damage(rowsOf(b))
    assert.notDeepEqual(stored(b), before)
    await mendAll(b, asking(a))
    assert.deepEqual(stored(b), before)
    assert.equal(await open(b), 0)
  })

test('LOG everything damaged at once is put back, and both sides go on', async () => {
  const [a, b] = await sample()
  await talk(a, b)
  const before = stored(b)
  for (const name of [
    'header of theirs',
    'part of ours',
    'node',
    'checkpoint',
    'head',
    'fold',
    'verdict',
    'counts',
  ])
    DAMAGES[name]?.(rowsOf(b))
  await mendAll(b, asking(a))
  assert.deepEqual(stored(b), before)
  assert.equal(await open(b), 0)
  assert.deepEqual(await passOver(a), [])
  const asked = await ask(a, 'afterwards')
  await talk(a, b)
  await act(b, asked.dossier, 'answer', { on: asked.leaf, fields: { outcome: 'no' } })
  await talk(a, b)
  for (const side of [a, b]) await checkAgainstRules(side)
})

test('GIVE-6 what the other side cannot give, or gives otherwise, stays as it is and on record', async () => {
  const [a, b] = await sample()
  await talk(a, b)
  const down: AskBack = async () => {
    throw new LinkFailure('line-down')
  }
  const lying: AskBack = async (asked, signal) => {
    const given = await asking(a)(asked, signal)
    const entries = given.entries.map(({ header: bytes, parts }) => ({
      header: flip(bytes),
      parts: parts.map((one) => ({ ...one, bytes: flip(one.bytes) })),
    }))
    const head = given.head && { ...given.head, note: flipText(given.head.note) }
    return { ...given, entries, head }
  }
  for (const name of [
    'header of theirs',
    'part of theirs',
    'signature of a head',
    'signature of a receipt',
  ]) {
    DAMAGES[name]?.(rowsOf(b))
    const damaged = stored(b)
    for (const askBack of [null, down, lying]) await mendAll(b, askBack)
    assert.deepEqual(stored(b), damaged, name)
    assert.equal(await open(b), 1)
    await mendAll(b, asking(a))
    assert.equal(await open(b), 0)
  }
})

test('GIVE-6 a part that was destroyed by rule is not asked for and does not come back', async () => {
  const { b, dossier: leaf } = await worked(['aaa', 'bbb'])
  const name = 'person'
  await b.store.locked(RELATION, (writer) =>
    writer.mendPart({ leaf, name, salt: new Uint8Array(32), bytes: new Uint8Array(1) }),
  )
  const state = () =>
    b.store.read(
      RELATION,
      async (reader) => (await reader.storedParts(leaf)).find((one) => one.name === name)?.state,
    )
  assert.equal(await state(), 'destroyed')
  await mendAll(b, async () => assert.fail('asked'))
  assert.equal(await state(), 'destroyed')
})

const FAILING: readonly [string, Parameters<Side['store']['failNext']>[1]][] = [
  ['header of theirs', 'mendEntry'],
  ['node', 'mendNodes'],
  ['part of ours', 'mendPart'],
  ['checkpoint', 'mendCheckpoint'],
  ['head', 'mendHead'],
  ['fold', 'putDossier'],
  ['verdict', 'putJudged'],
  ['counts', 'addTally'],
  ['columns', 'commit'],
]

for (const [name, method] of FAILING)
  for (const when of ['before', 'after'] as const)
    test(`LOG a damaged ${name} is put back also when ${method} failed ${when} it was made`, async () => {
      const [a, b] = await sample()
      await talk(a, b)
      const before = stored(b)
      DAMAGES[name]?.(rowsOf(b))
      b.store.failNext(when, method)
      await mendAll(b, asking(a)).catch((error: unknown) => assert.ok(error instanceof NodeError))
      await mendAll(b, asking(a))
      assert.deepEqual(stored(b), before)
      assert.equal(await open(b), 0)
    })

test('what was refused for damage is taken back by a pass that began after it and found nothing, and by no other', async () => {
  const [a] = await sample()
  const relation = a.relation(RELATION)
  const scrub = scrubOf(a)
  header(rowsOf(a).logs.theirs.entries, 2)
  relation.refusal = 'entry-damaged'
  await passOver(a, scrub)
  assert.equal(relation.refusal, 'entry-damaged')
  const later = scrubOf(a, { askBack: null })
  assert.notDeepEqual(await passOver(a, later), [])
  assert.equal(relation.refusal, 'entry-damaged')
  header(rowsOf(a).logs.theirs.entries, 2)
  await passOver(a, later)
  assert.equal(relation.refusal, null)
  relation.refusal = 'disk-full'
  await passOver(a, later)
  assert.equal(relation.refusal, 'disk-full')
})

test('what was refused for damage is not taken back by the pass that puts it back, nor while something else is open', async () => {
  const [a, b] = await sample()
  await talk(a, b)
  const relation = b.relation(RELATION)
  const entries = rowsOf(b).logs.theirs.entries
  header(entries, 2)
  relation.refusal = 'entry-damaged'
  await passOver(b, scrubOf(b, { askBack: asking(a) }))
  assert.deepEqual([await open(b), relation.refusal], [0, 'entry-damaged'])
  header(entries, 2)
  await passOver(b)
  header(entries, 2)
  // Of what is on record nothing is said to be sound while a node starts.
  relation.start = 'waiting'
  const scrub = scrubOf(b)
  await passOver(b, scrub)
  assert.deepEqual([(await scrub.open()).length, relation.refusal], [1, 'entry-damaged'])
  relation.start = 'confirmed'
  await passOver(b, scrub)
  assert.deepEqual([(await scrub.open()).length, relation.refusal], [0, null])
})
