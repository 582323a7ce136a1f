import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EVIDENCE_MANIFEST, MOST_EVIDENCE, parseManifest, verifyEvidence } from '@counterpart/protocol'
import { unzipSync } from 'fflate'
import { entry } from '../uses/_hostile.ts'
import { act, agree, ask, RELATION, talk } from '../uses/_talk.ts'
import { newSide, pass, type Side } from '../uses/_world.ts'
import { writes } from '../uses/_writes.ts'
import { sidesOf } from '../uses/keys/key-steps.ts'
import { EVIDENCE_BOUNDS } from './evidence-room.ts'
import { look } from './look.ts'
import { actEvidence, evidenceFile } from './proof.ts'

const VOID = 12
const NOTES = 6

const said = (text: string) => ({ message: { en: { text, standing: 'authoritative' } } })

/** A question of ours; then the other side writes without end, first what has no effect; then our own again. */
async function flooded(): Promise<{ a: Side; dossier: string }> {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  const { dossier } = await ask(a)
  await talk(a, b)
  const { ours, theirs } = await b.store.read(RELATION, (reader) => reader.heads())
  const of = (name: string, at: number) =>
    entry({
      kind: 'act',
      dossier,
      act: name,
      office: 'bbb-office',
      officer: `b${at}`,
      seen: theirs.size,
      kept: {},
      time: ours.time,
    })
  await writes(
    b,
    Array.from({ length: VOID }, (_, at) => of('thank', at)),
  )
  for (let at = 0; at < NOTES; at++) await act(b, dossier, 'note', { fields: said(`no ${at}`) })
  await talk(b, a)
  await act(a, dossier, 'note', { fields: said('ours') })
  pass(10, a, b)
  await talk(a, b)
  return { a, dossier }
}

async function read(a: Side, dossier: string, bounds = EVIDENCE_BOUNDS) {
  const relation = a.relation(RELATION)
  const { bytes } = await look(a.node, relation, (at) => evidenceFile(at, dossier, bounds))
  const members = new Map(Object.entries(unzipSync(bytes)))
  const findings = verifyEvidence(members, sidesOf(relation), a.node.verifier)
  assert.deepEqual(
    findings.filter(({ kind }) => kind === 'refused'),
    [],
  )
  const manifest = parseManifest(members.get(EVIDENCE_MANIFEST) ?? new Uint8Array())
  const acts = findings.flatMap((one) =>
    one.code === 'delivered' && (one.header?.kind === 'act' || one.header?.kind === 'open')
      ? [`${one.side} ${one.header.act}`]
      : [],
  )
  return {
    bytes,
    members,
    manifest,
    acts,
    page: Buffer.from(members.get('page.html') ?? []).toString(),
    findings,
  }
}

const times = (many: number, what: string) => Array.from({ length: many }, () => what)

test('EVIDENCE-10 what a counterpart writes without end leaves out what it wrote itself, and the file says how much', async () => {
  const { a, dossier } = await flooded()
  const whole = await read(a, dossier)
  const ours = ['aaa ask', 'aaa note']
  const all = [...ours, ...times(VOID, 'bbb thank'), ...times(NOTES, 'bbb note')]
  assert.deepEqual(whole.acts, all)
  assert.equal(whole.manifest.leftOut, undefined)
  assert.ok(!whole.page.includes('not the whole dossier'))
  const settlers = whole.manifest.entries.length - all.length
  assert.ok(settlers > 0)
  const kept = (entries: number, members: number, bytes: number) =>
    read(a, dossier, { entries, members, bytes, enclosed: 0 })
  for (const [less, acts] of [
    [VOID, [...ours, ...times(NOTES, 'bbb note')]],
    [VOID - 1, [...ours, 'bbb thank', ...times(NOTES, 'bbb note')]],
    [VOID + NOTES - 1, [...ours, 'bbb note']],
  ] as const) {
    const entries = whole.manifest.entries.length - less
    const one = await kept(entries, 99, 1e6)
    assert.deepEqual(one.acts, acts)
    assert.equal(one.manifest.leftOut, less)
    assert.deepEqual(one.findings[0], { kind: 'open', code: 'entries-left-out', leaf: null, count: less })
    for (const said of ['không phải toàn bộ hồ sơ', '不是完整的案卷', 'not the whole dossier'])
      assert.ok(one.page.includes(said), said)
    assert.equal(one.page.split(`${less} mục`).length, 2)
  }
})

test('while a file is made everybody else has a turn', async () => {
  const { a, dossier } = await flooded()
  let [beats, isMade] = [0, false]
  const beat = () => {
    beats += 1
    if (!isMade) setImmediate(beat)
  }
  setImmediate(beat)
  const { manifest } = await read(a, dossier)
  isMade = true
  assert.ok(beats >= Math.floor(manifest.entries.length / 16), `${beats} of ${manifest.entries.length}`)
})

test('EVIDENCE-10 the file has never more entries, members or bytes than its bounds, and each entry is whole', async () => {
  const { a, dossier } = await flooded()
  const whole = await read(a, dossier)
  const tried = { entries: 999, members: 999, bytes: 1e6, enclosed: 0 }
  const frame = (await read(a, dossier, { ...tried, entries: 2 })).bytes.length
  let cut = 0
  for (let less = 1; less < 30; less++)
    for (const bounds of [
      { ...tried, members: whole.members.size - less },
      { ...tried, bytes: whole.bytes.length - less * 700 },
    ]) {
      const one = await read(a, dossier, bounds)
      assert.ok(one.members.size <= bounds.members)
      assert.ok(one.bytes.length <= bounds.bytes + frame)
      assert.equal(one.acts.length + (one.manifest.leftOut ?? 0), whole.acts.length)
      const partial = one.findings.filter(({ code }) => code === 'part-not-included')
      // Parts of entries that only settle are not for these eyes; those of the dossier are all there.
      assert.ok(partial.length <= one.manifest.entries.length - one.acts.length)
      if (one.manifest.leftOut !== undefined) cut++
    }
  assert.ok(cut > 30)
})

test('EVIDENCE-10 what a node puts into a file is no more than a reader takes of one', () => {
  assert.deepEqual(
    [EVIDENCE_BOUNDS.entries, EVIDENCE_BOUNDS.members],
    [MOST_EVIDENCE.entries, MOST_EVIDENCE.members],
  )
  assert.ok(EVIDENCE_BOUNDS.bytes + EVIDENCE_BOUNDS.enclosed <= MOST_EVIDENCE.bytes / 4)
})

test('EVIDENCE-10 a file of one act has the act, what settled it and nothing else, and says so', async () => {
  const { a, dossier } = await flooded()
  const relation = a.relation(RELATION)
  const of = (leaf: string) => look(a.node, relation, (at) => actEvidence(at, leaf))
  const file = await of(dossier)
  assert.ok(file)
  const members = new Map(Object.entries(unzipSync(file.bytes)))
  const found = verifyEvidence(members, sidesOf(relation), a.node.verifier)
  assert.deepEqual(found.map(({ kind, code }) => `${kind} ${code}`).sort(), [
    'open part-not-included',
    'proven delivered',
    'proven delivered',
    'proven part-matches',
    'proven settled',
  ])
  const page = Buffer.from(members.get('page.html') ?? []).toString()
  for (const said of ['một hành vi', '一项行为', 'of one act']) assert.ok(page.includes(said), said)
  const { entries } = parseManifest(members.get(EVIDENCE_MANIFEST) ?? new Uint8Array())
  const mark = entries.find(({ leaf }) => leaf !== dossier)?.leaf
  assert.equal(await of(mark ?? ''), null)
  assert.equal(await of('00'.repeat(32)), null)
})

test('EVIDENCE-4 EVIDENCE-5 an act by which a counterpart settles instead of a mark keeps its parts', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  const { dossier } = await ask(a)
  const { ours } = await a.store.read(RELATION, (reader) => reader.heads())
  const more = { dossier, act: 'note', office: 'bbb-office', officer: 'b', seen: ours.size, kept: {} }
  await writes(b, [entry({ kind: 'act', ...more })])
  await talk(b, a)
  const { acts, manifest, findings } = await read(a, dossier)
  assert.deepEqual(acts, ['aaa ask', 'bbb note'])
  assert.equal(manifest.entries.length, 2)
  assert.ok(findings.some(({ code }) => code === 'settled'))
  assert.ok(!findings.some(({ kind }) => kind === 'open'))
  // Where it finds no room of its own it is there for what it settles: that is no whole entry, and the file says so.
  const cut = await read(a, dossier, { entries: 9, members: 5, bytes: 1e6, enclosed: 0 })
  assert.deepEqual([cut.manifest.entries.length, cut.manifest.leftOut], [2, 1])
  assert.deepEqual(
    cut.findings.flatMap(({ kind, code }) => (kind === 'open' ? [code] : [])),
    ['entries-left-out', 'part-not-included'],
  )
  for (const said of ['không kèm các phần', '不附其各部分', 'are without their parts'])
    assert.ok(cut.page.includes(said), said)
})
