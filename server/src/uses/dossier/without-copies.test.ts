/** A counterpart that puts our own entries into its log, before that log says that it has seen them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canonicalJson, encodeHeader, type Header, leafHash, partDigest, utf8 } from '@counterpart/protocol'
import type { EntryRow } from '../../store/store.ts'
import { SALT } from '../_hostile.ts'
import { DAY, read, time, two } from '../_retained.ts'
import { act, ask, dossierOf, lineOf, RELATION, request, say, talk } from '../_talk.ts'
import { officer, pass, type Side } from '../_world.ts'
import { writes } from '../_writes.ts'
import { record } from '../record/record.ts'
import { foldAll } from './fold-all.ts'
import { withoutCopies } from './without-copies.ts'

const words = { fields: { message: { en: { text: 'our words (invented)', standing: 'authoritative' } } } }

/** What `from` wrote, as an entry of `by`. */
async function copyOf(from: Side, by: Side, leaf: string, ...more: Parameters<typeof writes>[1]) {
  const [row, parts] = await read(
    from,
    async (reader) => [await reader.entryByLeaf(leaf), (await reader.parts([leaf])).get(leaf) ?? []] as const,
  )
  const held = parts.flatMap((part) => (part.state === 'held' ? [part] : []))
  const given = held.map(({ name, salt, bytes }) => ({ name, salt, bytes }))
  await writes(by, [{ header: row?.bytes ?? assert.fail(), parts: given }, ...more])
  await say(by, lineOf(by, from)).catch(() => undefined)
  await talk(by, from)
}

async function days(count: number, ...sides: [Side, Side]): Promise<void> {
  for (let i = 0; i < count; i++) {
    for (const side of sides) await time(side)
    pass(DAY, ...sides)
    await talk(...sides)
  }
}

async function contentOf(side: Side, leaf: string): Promise<string | undefined> {
  const parts = (await read(side, (reader) => reader.parts([leaf]))).get(leaf)
  return parts?.find(({ name }) => name === 'content')?.state
}

/** A dossier that one of them keeps, and what we (`b`) said in it. */
async function said(keeper: 'a' | 'b'): Promise<{ a: Side; b: Side; dossier: string; leaf: string }> {
  const [a, b] = await two()
  const { dossier } = keeper === 'b' ? await ask(a, 'theirs') : await ask(b, 'ours')
  await talk(a, b)
  const { leaf } = await act(b, dossier, 'note', words)
  return { a, b, dossier, leaf }
}

const recallOf = (dossier: string, leaf: string) => {
  const bytes = utf8(canonicalJson({ parts: ['content'], ground: 'wrong' }))
  const header: Header = {
    v: 1,
    relation: RELATION,
    kind: 'recall',
    seen: 1,
    time: 1_700_000_000,
    parts: [{ name: 'kept', digest: partDigest(SALT, bytes), keep: 'always' }],
    dossier,
    on: leaf,
    office: 'aaa-office',
    officer: 'x',
    approver: 'y',
  }
  return { header: encodeHeader(header), parts: [{ name: 'kept', salt: SALT, bytes }] }
}

for (const keeper of ['a', 'b'] as const) {
  test(`ORDER-14 an entry of ours that the other side says as its own before it has seen it stays ours, and effective, where ${keeper} keeps`, async () => {
    const { a, b, dossier, leaf } = await said(keeper)
    await copyOf(b, a, leaf)
    for (const anew of [false, true])
      for (const side of [a, b]) {
        if (anew) await foldAll(side.node, side.relation(RELATION))
        const judged = await read(side, (reader) => reader.judged([leaf]))
        assert.equal(judged.get(leaf)?.verdict, 'effective', side.node.party)
        const { current } = (await dossierOf(side, dossier))?.settled ?? assert.fail()
        assert.deepEqual([current.note?.by, current.note?.count], ['bbb', 1])
      }
    assert.ok((await read(b, (reader) => reader.incidents())).some(({ code }) => code === 'other-office'))
  })

  test(`ORDER-14 RETENTION-10 who says our entry as its own recalls nothing of it, and takes no recall from us, where ${keeper} keeps`, async () => {
    const { a, b, dossier, leaf } = await said(keeper)
    await copyOf(b, a, leaf, recallOf(dossier, leaf))
    await days(2, a, b)
    assert.equal(await contentOf(b, leaf), 'held')
    await record(b.node, b.relation(RELATION), {
      kind: 'recall',
      request: request(),
      author: officer('bbb', 'legal-reviewer'),
      approver: 'second-1',
      dossier,
      on: leaf,
      parts: ['content'],
      ground: 'wrong',
      reason: 'wrong',
    })
    await talk(a, b)
    await days(2, a, b)
    assert.deepEqual([await contentOf(a, leaf), await contentOf(b, leaf)], ['destroyed', 'destroyed'])
  })
}

test('ORDER-14 what an entry says itself decides whose it is, and then what its authors had seen, the same on both sides', () => {
  const row = (side: string, index: number, running: number, said: object): EntryRow => {
    const bytes = utf8(canonicalJson(said))
    return {
      side,
      index,
      running,
      leaf: leafHash(bytes),
      bytes,
      time: 1,
      kind: 'act',
      dossier: 'd',
    } as EntryRow
  }
  const common = {
    v: 1,
    seen: 0,
    time: 1,
    parts: [{ name: 'kept', digest: 'ab'.repeat(32), keep: 'always' }],
  }
  const noted = {
    ...common,
    kind: 'opened',
    dossier: 'cd'.repeat(32),
    on: 'ef'.repeat(32),
    office: 'bbb-office',
  }
  const left = (...rows: EntryRow[]) =>
    [rows, rows.toReversed()].map((all) =>
      withoutCopies(all)
        .map(({ side, index }) => `${side} ${index}`)
        .sort(),
    )
  const [both, one] = [(found: string[]) => [found, found], left]
  // Whatever their logs say of what they had seen.
  for (const running of [0, 9])
    assert.deepEqual(one(row('aaa', 4, running, noted), row('bbb', 2, 0, noted)), both(['bbb 2']))
  assert.deepEqual(one(row('bbb', 2, 0, noted), row('bbb', 5, 0, noted)), both(['bbb 2']))
  // A confirmation is of whoever got what it names.
  const act = row('aaa', 1, 0, {
    ...common,
    kind: 'opened',
    dossier: 'cd'.repeat(32),
    on: 'ef'.repeat(32),
    office: 'aaa-office',
  })
  const files = [{ digest: 'ab'.repeat(32), size: 16 }]
  const held = { ...common, kind: 'held', dossier: 'cd'.repeat(32), on: act.leaf, files }
  assert.deepEqual(one(act, row('aaa', 4, 0, held), row('bbb', 2, 1, held)), both(['aaa 1', 'bbb 2']))
  // Of neither: what had been seen, and else always the same.
  const stray = { ...noted, office: 'ccc-office' }
  assert.deepEqual(one(row('aaa', 4, 3, stray), row('bbb', 2, 0, stray)), both(['bbb 2']))
  assert.deepEqual(one(row('aaa', 4, 0, stray), row('bbb', 2, 0, stray)), both(['aaa 4']))
})
