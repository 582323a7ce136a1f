/** The failure table of every store: each write undone, unknown, or kept; and a crash. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { NodeError } from '../../errors.ts'
import { append, deletion, dossierRow, hash, OURS, plain, THEIRS } from '../_sample.ts'
import type { Heads, Reader, Writer } from '../store.ts'
import type { Context } from './contract.ts'
import { MENDING } from './contract-mending.ts'

export interface WriteCase {
  method: string
  prepare?: (writer: Writer) => Promise<unknown>
  write: (writer: Writer) => Promise<unknown>
  /** Whether the write is there. */
  there: (reader: Reader) => Promise<boolean>
}

const LEAF_BYTES = plain(new TextEncoder().encode('{"leaf":1}'))

function writes(): WriteCase[] {
  const given = (writer: Writer) =>
    append(writer, OURS, [
      { bytes: LEAF_BYTES, parts: { kept: new Uint8Array(1), names: new Uint8Array(2) } },
    ])
  const leafIn = async (reader: Reader) => (await reader.tail(OURS, null, 1))[0]?.leaf ?? hash('none')
  const state = async (reader: Reader, name: string) => {
    const leaf = await leafIn(reader)
    return (await reader.parts([leaf])).get(leaf)?.find((part) => part.name === name)?.state
  }
  const size = ({ ours }: Heads) => ours.size
  const checkpoint = { side: OURS, size: 1, note: 'note', cosignature: null }
  return [
    { method: 'append', write: given, there: async (reader) => size(await reader.heads()) === 1 },
    {
      method: 'putCheckpoint',
      write: (writer) => writer.putCheckpoint(checkpoint),
      there: async (reader) => (await reader.lastCheckpoint(OURS)) !== null,
    },
    {
      method: 'putCosignature',
      prepare: (writer) => writer.putCheckpoint(checkpoint),
      write: (writer) => writer.putCosignature(OURS, 1, 'lines'),
      there: async (reader) => (await reader.lastCheckpoint(OURS, true)) !== null,
    },
    {
      method: 'putWitnessed',
      write: (writer) => writer.putWitnessed({ witness: 'w', size: 1, lines: 'lines', at: 1 }),
      there: async (reader) => (await reader.witnessed()).length === 1,
    },
    {
      method: 'putStamp',
      write: (writer) =>
        writer.putStamp({ authority: 'a', size: 1, time: 1, token: Uint8Array.of(1), at: 1 }),
      there: async (reader) => (await reader.stampFrom(1)) !== null,
    },
    {
      method: 'putAnnounced',
      write: (writer) =>
        writer.putAnnounced({ leaf: hash('a'), index: 3, size: 4, at: 1, bytes: Uint8Array.of(1) }),
      there: async (reader) => (await reader.announcements()).length === 1,
    },
    {
      method: 'dropAnnounced',
      prepare: (writer) =>
        writer.putAnnounced({ leaf: hash('a'), index: 3, size: 4, at: 1, bytes: Uint8Array.of(1) }),
      write: (writer) => writer.dropAnnounced(4, 0),
      there: async (reader) => (await reader.announcements()).length === 0,
    },
    {
      method: 'putApart',
      write: (writer) =>
        writer.putApart(
          [
            {
              side: THEIRS,
              epoch: 1,
              index: 3,
              leaf: hash('l'),
              bytes: Uint8Array.of(1),
              note: 'note',
              frontier: [],
              at: 1,
            },
          ],
          [],
        ),
      there: async (reader) => (await reader.apartEnd(THEIRS, 1)) === 4,
    },
    {
      method: 'putClosingTime',
      prepare: (writer) => writer.putClosingTime({ epoch: 1, nonce: new Uint8Array(16), time: 4 }, 1),
      write: (writer) => writer.putClosingTime({ epoch: 2, nonce: new Uint8Array(16), time: 5 }, 1),
      there: async (reader) => {
        const times = [1, 2].map((epoch) => reader.closingTime(epoch, new Uint8Array(16)))
        return (await Promise.all(times)).join() === ',5'
      },
    },
    {
      method: 'putJudged',
      write: (writer) =>
        writer.putJudged([
          { leaf: hash('j'), verdict: 'overtaken', code: 'wrong-state', settler: 1, time: 2 },
        ]),
      there: async (reader) => (await reader.judged([hash('j')])).size === 1,
    },
    {
      method: 'putDossier',
      write: (writer) => writer.putDossier(dossierRow('d')),
      there: async (reader) => (await reader.dossiers({ limit: 1, offices: ['aaa-one'] })).length === 1,
    },
    {
      method: 'putAnswered',
      write: (writer) => writer.putAnswered('r', { kind: 'recorded' }),
      there: async (reader) => (await reader.answered('r')) !== null,
    },
    {
      method: 'putIncident',
      write: (writer) => writer.putIncident(1, 'rolled-back', { size: 1 }),
      there: async (reader) => (await reader.incidents()).length === 1,
    },
    {
      method: 'putAbsent',
      prepare: given,
      write: async (writer) => writer.putAbsent([{ leaf: await leafIn(writer), name: 'lost' }]),
      there: async (reader) => (await state(reader, 'lost')) === 'absent',
    },
    {
      method: 'putDeletions',
      prepare: given,
      write: async (writer) => writer.putDeletions([deletion(OURS, await leafIn(writer), 5)]),
      there: async (reader) => (await reader.lastDeletion(OURS)) === 5,
    },
    {
      method: 'putFalling',
      write: (writer) => writer.putFalling(hash('d'), { at: 7, recalled: null }),
      there: async (reader) => (await reader.falling(7, 1)).length === 1,
    },
    {
      method: 'destroyParts',
      prepare: given,
      write: async (writer) => writer.destroyParts([{ leaf: await leafIn(writer), name: 'names' }]),
      there: async (reader) => (await state(reader, 'names')) === 'destroyed',
    },
  ]
}

export function failures({ store, fresh, harness, crash }: Context): void {
  for (const { method, prepare, write, there } of [...writes(), ...MENDING]) {
    it(`${method}: undone when the work fails, unknown when the commit does, kept when it is done`, async () => {
      const relation = await fresh()
      const is = () => store().read(relation, there)
      if (prepare !== undefined) await store().locked(relation, prepare)
      await assert.rejects(
        store().locked(relation, async (writer) => {
          await write(writer)
          assert.equal(await there(writer), true)
          throw new Error('changed my mind')
        }),
        /changed my mind/,
      )
      assert.equal(await is(), false)
      harness().breakCommit('lost')
      await assert.rejects(store().locked(relation, write), NodeError)
      assert.equal(await is(), false)
      harness().breakCommit('kept')
      await assert.rejects(
        store().locked(relation, write),
        (error: unknown) => error instanceof NodeError && error.code === 'outcome-unknown' && error.unknown,
      )
      assert.equal(await is(), true)
    })
  }

  it('forgets in a crash what was not committed, and nothing else', async () => {
    const relation = await fresh()
    await store().locked(relation, (writer) => append(writer, OURS, [{}, {}]))
    let dead: Writer | null = null
    const open = store().locked(relation, async (writer) => {
      dead = writer
      await append(writer, OURS, [{}])
      await writer.putAnswered('r', 1)
      await crash()
      await writer.heads()
      await writer.tail(OURS, null, 1)
    })
    await assert.rejects(open, NodeError)
    assert.notEqual(dead, null)
    await store().open(relation, OURS, THEIRS)
    await store().read(relation, async (reader) => {
      assert.equal((await reader.heads()).ours.size, 2)
      assert.equal((await reader.tail(OURS, null, 9)).length, 2)
      assert.equal(await reader.answered('r'), null)
    })
    await store().locked(relation, (writer) => append(writer, OURS, [{}]))
    assert.equal((await store().read(relation, (reader) => reader.heads())).ours.size, 3)
  })
}
