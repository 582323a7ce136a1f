/** What every store promises of damage: nothing of it is read, and the transaction goes on with the rest. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { refused } from '../_refused.ts'
import { append, dossierRow, hash, THEIRS } from '../_sample.ts'
import type { Reader, Writer } from '../store.ts'
import type { Context } from './contract.ts'

/** A bit that is another in what is stored; `time`: in a number beside a header. */
export type Damaged = 'header' | 'time' | 'part' | 'fold' | 'announcement'

const PAGE = { entries: 9, bytes: 2 ** 20 }

/** `leaf`: of an act in `dossier`, which is folded. */
interface Place {
  leaf: string
  dossier: string
}

const ofEntry = (reader: Reader, { leaf, dossier }: Place): Promise<unknown>[] => [
  reader.entries(THEIRS, 0, PAGE),
  reader.tail(THEIRS, null, 9),
  reader.entryByLeaf(leaf),
  reader.dossierEntries(dossier),
  reader.dossierOf(THEIRS, dossier, 0, 9),
  reader.lastReceived([dossier]),
]

const READ_IN: Readonly<
  Record<Exclude<Damaged, 'announcement'>, (reader: Reader, place: Place) => Promise<unknown>[]>
> = {
  header: ofEntry,
  time: ofEntry,
  part: (reader, { leaf }) => [reader.parts([leaf])],
  fold: (reader, { dossier }) => [
    reader.dossier(dossier),
    reader.dossiersNamed([dossier]),
    reader.dossiers({ limit: 9 }),
  ],
}

async function fill(writer: Writer, relation: string): Promise<{ damaged: Place; sound: Place }> {
  const [one, other] = [dossierRow(`damaged ${relation}`), dossierRow(`sound ${relation}`)]
  const { entries } = await append(writer, THEIRS, [{ dossier: other.id }, { dossier: one.id }])
  for (const row of [one, other]) await writer.putDossier(row)
  const [sound, damaged] = entries.map(({ leaf }) => leaf)
  if (!sound || !damaged) return assert.fail()
  return { damaged: { leaf: damaged, dossier: one.id }, sound: { leaf: sound, dossier: other.id } }
}

export function damage({ store, fresh, harness }: Context): void {
  for (const [what, readIn] of Object.entries(READ_IN) as [
    keyof typeof READ_IN,
    (typeof READ_IN)[keyof typeof READ_IN],
  ][])
    it(`does not give what is damaged, and commits what is written beside it: ${what}`, async () => {
      const relation = await fresh()
      const { damaged, sound } = await store().locked(relation, (writer) => fill(writer, relation))
      await harness().damage(relation, what, what === 'fold' ? damaged.dossier : damaged.leaf)
      await store().locked(relation, async (writer) => {
        for (const read of await Promise.allSettled(readIn(writer, damaged)))
          assert.ok(read.status === 'rejected' && refused('entry-damaged')(read.reason))
        assert.equal((await writer.entryByLeaf(sound.leaf))?.leaf, sound.leaf)
        assert.equal((await writer.parts([sound.leaf])).get(sound.leaf)?.[0]?.state, 'held')
        assert.equal((await writer.dossier(sound.dossier))?.id, sound.dossier)
        await writer.putAnswered(what, 1)
      })
      assert.equal(await store().read(relation, (reader) => reader.answered(what)), 1)
    })

  it('gives an announcement that does not open without its bytes, and the others with theirs', async () => {
    const relation = await fresh()
    const [one, other] = [hash(relation), hash(`${relation} other`)]
    await store().locked(relation, async (writer) => {
      for (const [index, leaf] of [one, other].entries())
        await writer.putAnnounced({ leaf, index, size: 4, at: 1, bytes: Uint8Array.of(1) })
    })
    await harness().damage(relation, 'announcement', one)
    const rows = await store().read(relation, (reader) => reader.announcements())
    const found = new Map(rows.map(({ leaf, bytes }) => [leaf, bytes]))
    assert.deepEqual([found.get(one), found.get(other)], [null, Uint8Array.of(1)])
  })

  it('commits what is written beside a missing tree node', async () => {
    const relation = await fresh()
    await store().locked(relation, async (writer) => {
      await append(writer, THEIRS, [{}])
      await assert.rejects(writer.nodes(THEIRS, 1, [{ level: 3, index: 0 }]), refused('entry-damaged'))
      await writer.putAnswered('node', 1)
    })
    assert.equal(await store().read(relation, (reader) => reader.answered('node')), 1)
  })
}
