/** What every store does: it gives rows as they lie there, and puts one back. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { it } from 'node:test'
import { refused } from '../_refused.ts'
import { append, dossierRow, hash, OURS, plain, THEIRS } from '../_sample.ts'
import type { Orphan, OrphanPage } from '../as-stored.ts'
import type { DeletionRow, EntryRow, EpochRow, FileRow, Reader, Writer } from '../store.ts'
import type { Context } from './contract.ts'
import type { WriteCase } from './contract-failures.ts'

const NOTE = 'origin\n1\nroot\n'

const entryIn = async (reader: Reader): Promise<EntryRow> =>
  (await reader.storedEntries(OURS, 0, 1))[0] ?? assert.fail()

const two = (writer: Writer) =>
  append(writer, OURS, [{ parts: { kept: new Uint8Array(1), names: new Uint8Array(2) } }, {}])

async function above(reader: Reader): Promise<Uint8Array> {
  const below = await reader.nodes(OURS, 1, [
    { level: 0, index: 0 },
    { level: 0, index: 1 },
  ])
  const one = createHash('sha256').update(new Uint8Array([1]))
  for (const node of below) one.update(node)
  return plain(one.digest())
}

/** One dossier that an entry is of and one that none is, and as many verdicts. */
async function orphaned(writer: Writer): Promise<void> {
  const { entries } = await append(writer, OURS, [{ dossier: hash('led') }])
  for (const word of ['led', 'none']) await writer.putDossier(dossierRow(word, { offices: ['aaa-one'] }))
  const verdict = { verdict: 'void', code: 'late', settler: 1, time: 5 } as const
  for (const leaf of [entries[0]?.leaf ?? '', hash('no entry')])
    await writer.putJudged([{ leaf, ...verdict }])
}

/** Found in pages of one. */
async function orphansIn(reader: Reader): Promise<Orphan[]> {
  const found: Orphan[] = []
  for (const table of ['dossier', 'verdict'] as const)
    for (let after: string | null = null; ; ) {
      const page: OrphanPage = await reader.orphans(table, after, 1)
      found.push(...page.ids.map((id) => ({ table, id })))
      after = page.last
      if (after === null) break
    }
  return found
}

/** As the header of an entry has it that begins a log. */
const BEGUN = plain(
  new TextEncoder().encode(String.raw`{"opening":"title\nepoch 2\nbase 0\nkey a\nkey b\n"}`),
)
const SECOND = { side: OURS, number: 2, base: 0, keys: ['a', 'b'] } satisfies EpochRow

const FILE: FileRow = {
  leaf: hash('file'),
  digest: hash('digest'),
  own: false,
  dossier: hash('d'),
  state: 'here',
}

/** By nothing: no log has its record. */
const LED: DeletionRow = {
  leaf: hash('gone'),
  name: 'a',
  side: OURS,
  record: hash('none'),
  time: 1,
  final: 2,
  why: 'time',
}

/** The failure table of each of them. */
export const MENDING: readonly WriteCase[] = [
  {
    method: 'mendEntry',
    prepare: two,
    write: async (writer) => writer.mendEntry({ ...(await entryIn(writer)), time: 77 }, 1),
    there: async (reader) => (await entryIn(reader)).time === 77,
  },
  {
    method: 'mendNodes',
    prepare: two,
    write: async (writer) => writer.mendNodes(OURS, 1, [{ level: 1, index: 0, hash: await above(writer) }]),
    there: async (reader) => {
      const [node] = await reader.nodes(OURS, 1, [{ level: 1, index: 0 }])
      return Buffer.compare(node ?? new Uint8Array(), await above(reader)) === 0
    },
  },
  {
    method: 'mendCheckpoint',
    prepare: (writer) => writer.putCheckpoint({ side: OURS, size: 1, note: 'damaged', cosignature: null }),
    write: (writer) => writer.mendCheckpoint({ side: OURS, size: 1, note: NOTE, cosignature: 'lines' }, 1),
    there: async (reader) => {
      const row = await reader.lastCheckpoint(OURS)
      return row?.note === NOTE && row.cosignature === 'lines'
    },
  },
  {
    method: 'mendPart',
    prepare: two,
    write: async (writer) => {
      const { leaf } = await entryIn(writer)
      return writer.mendPart({ leaf, name: 'names', salt: new Uint8Array(32), bytes: new Uint8Array([9]) })
    },
    there: async (reader) => {
      const parts = await reader.storedParts((await entryIn(reader)).leaf)
      return parts.some((part) => part.name === 'names' && part.state === 'held' && part.bytes[0] === 9)
    },
  },
  {
    method: 'mendHead',
    write: async (writer) => writer.mendHead(OURS, { ...(await writer.heads()).ours, running: 5 }),
    there: async (reader) => (await reader.heads()).ours.running === 5,
  },
  {
    method: 'mendFile',
    prepare: (writer) => writer.putFiles([FILE]),
    write: (writer) => writer.mendFile({ ...FILE, own: true, dossier: null, state: 'held' }),
    there: async (reader) => {
      const [row] = (await reader.files([FILE.leaf])).get(FILE.leaf) ?? []
      return row?.own === true && row.dossier === null && row.state === 'held'
    },
  },
  {
    method: 'dropDeletion',
    prepare: async (writer) => {
      const { entries } = await append(writer, OURS, [{ kind: 'destroyed' }])
      await writer.putDeletions([
        LED,
        { ...LED, side: THEIRS },
        { ...LED, name: 'b', record: entries[0]?.leaf ?? '' },
      ])
    },
    write: async (writer) => {
      for (const row of (await writer.deletions([LED.leaf])).get(LED.leaf) ?? [])
        await writer.dropDeletion(row)
    },
    there: async (reader) => {
      const rows = (await reader.deletions([LED.leaf])).get(LED.leaf) ?? []
      return rows.map(({ name }) => name).join() === 'b'
    },
  },
  {
    method: 'dropBeyond',
    prepare: two,
    write: async (writer) => {
      await writer.dropBeyond(OURS)
      await writer.putIncident(5, 'looked', null)
    },
    there: async (reader) =>
      (await reader.storedEntries(OURS, 0, 9)).length === 2 && (await reader.incidents()).length > 0,
  },
  {
    method: 'dropHead',
    prepare: async (writer) => {
      await two(writer)
      for (const size of [2, 9])
        await writer.putCheckpoint({ side: OURS, size, note: NOTE, cosignature: 'lines' })
    },
    write: (writer) => writer.dropHead(OURS, 9),
    there: async (reader) =>
      (await reader.lastCheckpoint(OURS))?.size === 2 &&
      (await reader.lastCheckpoint(OURS, true))?.size === 2,
  },
  {
    method: 'dropOrphan',
    prepare: orphaned,
    write: async (writer) => {
      for (const orphan of await orphansIn(writer)) await writer.dropOrphan(orphan)
    },
    there: async (reader) => (await orphansIn(reader)).length === 0,
  },
  {
    method: 'mendEpoch',
    prepare: (writer) => append(writer, OURS, [{ kind: 'epoch', bytes: BEGUN }]),
    write: (writer) => writer.mendEpoch(SECOND),
    there: async (reader) => (await reader.epochs()).some(({ number }) => number === 2),
  },
]

export function mending({ store, fresh }: Context): void {
  it('shows rows as they lie there, by their place, their dossier and their entry', async () => {
    const relation = await fresh()
    const { entries } = await store().locked(relation, (writer) =>
      append(writer, OURS, [{ dossier: hash('d') }, {}, { dossier: hash('d') }]),
    )
    await store().read(relation, async (reader) => {
      assert.deepEqual(await reader.storedEntries(OURS, 1, 1), entries.slice(1, 2))
      assert.deepEqual(await reader.storedEntries(OURS, 3, 9), [])
      assert.deepEqual(await reader.storedDossier(hash('d')), [entries[0], entries[2]])
      const [part] = await reader.storedParts(entries[0]?.leaf ?? '')
      assert.deepEqual([part?.name, part?.state], ['kept', 'held'])
      assert.deepEqual(await reader.misfiled([hash('d')]), [])
      assert.deepEqual(await reader.tallyRows(), [])
    })
  })

  it('puts back an entry that is not there where its tree names it', async () => {
    const relation = await fresh()
    const { entries } = await store().locked(relation, two)
    const row = entries[0] ?? assert.fail()
    await store().locked(relation, (writer) => writer.mendEntry(row, 1))
    assert.deepEqual(await store().read(relation, entryIn), row)
    await assert.rejects(
      store().locked(relation, (writer) => writer.mendEntry({ ...row, index: 7 }, 1)),
      refused('internal'),
    )
  })

  it('says when each dossier has to be looked at, and that nothing stands behind the end of a log', async () => {
    const relation = await fresh()
    await store().locked(relation, async (writer) => {
      await two(writer)
      await writer.putFalling(hash('d'), { at: 5, recalled: 3 })
      await writer.putFalling(hash('e'), { at: 6, recalled: null })
    })
    await store().read(relation, async (reader) => {
      const falling = await reader.storedFalling([hash('d'), hash('e'), hash('f')])
      assert.deepEqual(
        falling,
        new Map([
          [hash('d'), { at: 5, recalled: 3 }],
          [hash('e'), { at: 6, recalled: null }],
        ]),
      )
      assert.equal(await reader.isBeyond(OURS), false)
    })
  })

  it('puts back no entry that neither its leaf nor its tree names', async () => {
    const relation = await fresh()
    await store().locked(relation, two)
    const other = plain(new TextEncoder().encode('another'))
    const leaf = createHash('sha256')
      .update(new Uint8Array([0]))
      .update(other)
      .digest('hex')
    for (const wrong of [{ bytes: other }, { bytes: other, leaf }, { leaf: hash('none') }])
      await assert.rejects(
        store().locked(relation, async (writer) =>
          writer.mendEntry({ ...(await entryIn(writer)), ...wrong }, 1).catch(() => undefined),
        ),
        refused('internal'),
      )
  })

  it('puts back no beginning of a log that the entry there does not name', async () => {
    const relation = await fresh()
    await store().locked(relation, (writer) => append(writer, OURS, [{ kind: 'epoch', bytes: BEGUN }, {}]))
    for (const wrong of [
      { number: 3 },
      { base: 1 },
      { keys: ['a', 'c'] as const },
      { keys: ['b', 'a'] as const },
    ])
      await assert.rejects(
        store().locked(relation, (writer) =>
          writer
            .mendEpoch({ ...SECOND, ...wrong, keys: [...(wrong.keys ?? SECOND.keys)] })
            .catch(() => undefined),
        ),
        refused('internal'),
      )
    assert.deepEqual(await store().read(relation, (reader) => reader.epochs()), [])
  })

  it('finds what no entry leads to, and takes away nothing else', async () => {
    const relation = await fresh()
    await store().locked(relation, orphaned)
    const found = await store().read(relation, (reader) => orphansIn(reader))
    assert.deepEqual(found, [
      { table: 'dossier', id: hash('none') },
      { table: 'verdict', id: hash('no entry') },
    ])
    await store().locked(relation, async (writer) => {
      for (const orphan of found) await writer.dropOrphan(orphan)
    })
    const led = await store().read(relation, entryIn)
    for (const orphan of [
      { table: 'dossier', id: hash('led') },
      { table: 'verdict', id: led.leaf },
    ] as const)
      await assert.rejects(
        store().locked(relation, (writer) => writer.dropOrphan(orphan)),
        refused('internal'),
      )
    await store().read(relation, async (reader) => {
      const page = await reader.dossiers({ limit: 9, offices: ['aaa-one'] })
      assert.deepEqual(
        page.map(({ id }) => id),
        [hash('led')],
      )
      assert.deepEqual([...(await reader.judged([led.leaf, hash('no entry')])).keys()], [led.leaf])
    })
  })

  it('puts back no part that was destroyed', async () => {
    const relation = await fresh()
    const { entries } = await store().locked(relation, two)
    const part = { leaf: entries[0]?.leaf ?? '', name: 'names' }
    await store().locked(relation, (writer) => writer.destroyParts([part]))
    await store().locked(relation, (writer) =>
      writer.mendPart({ ...part, salt: new Uint8Array(32), bytes: new Uint8Array([9]) }),
    )
    const parts = await store().read(relation, (reader) => reader.storedParts(part.leaf))
    assert.equal(parts.find(({ name }) => name === 'names')?.state, 'destroyed')
  })
}
