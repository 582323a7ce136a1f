/** What every store promises of what operators watch: incidents and figures. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { append, hash, OURS, THEIRS } from '../_sample.ts'
import type { Context } from './contract.ts'

export function gauges({ store, fresh }: Pick<Context, 'store' | 'fresh'>): void {
  it('weighs what waits in our log, without marks, and counts incidents and files', async () => {
    const [relation, empty] = [await fresh(), await fresh()]
    const body = { kept: new Uint8Array(100) }
    await store().locked(relation, async (writer) => {
      await append(writer, OURS, [{ parts: body }, { kind: 'mark', parts: {} }, { parts: body }, {}])
      await append(writer, THEIRS, [{ parts: body }])
      for (const code of ['fork', 'time-ahead', 'time-ahead']) await writer.putIncident(1, code, null)
      const file = { leaf: hash('leaf'), own: true, dossier: null, state: 'here' } as const
      await writer.putFiles([
        { ...file, digest: hash('one') },
        { ...file, digest: hash('two') },
        { ...file, digest: hash('three'), own: false, state: 'wanted' },
        // Where they belong: nobody has to look at them.
        { ...file, digest: hash('four'), own: false },
        { ...file, digest: hash('five'), state: 'held' },
        { ...file, digest: hash('six'), own: false, state: 'destroyed' },
      ])
    })
    await store().read(relation, async (reader) => {
      const all = await reader.gauge(0)
      const later = await reader.gauge(1)
      assert.deepEqual([all.waiting.entries, later.waiting.entries], [3, 2])
      assert.deepEqual([all.waiting.oldest, later.waiting.oldest], [1, 3])
      const [first] = await reader.entries(OURS, 0, { entries: 1, bytes: 1 })
      const weight = all.waiting.bytes - later.waiting.bytes
      assert.ok(weight >= (first?.bytes.length ?? 0) + 100, String(weight))
      assert.deepEqual(
        all.incidents,
        new Map([
          ['fork', 1],
          ['time-ahead', 2],
        ]),
      )
      assert.deepEqual(all.files, [
        { own: true, state: 'here', count: 2 },
        { own: false, state: 'wanted', count: 1 },
      ])
    })
    // What was counted before is not forgotten, and what is refused with its transaction is not counted.
    await store().locked(relation, (writer) => writer.putIncident(2, 'fork', null))
    const broken = store().locked(relation, async (writer) => {
      await writer.putIncident(3, 'fork', null)
      throw new Error('broken')
    })
    await assert.rejects(broken)
    for (const _ of [1, 2])
      await store().read(relation, async (reader) =>
        assert.equal((await reader.gauge(0)).incidents.get('fork'), 2),
      )
    await store().read(empty, async (reader) =>
      assert.deepEqual(await reader.gauge(0), {
        waiting: { entries: 0, bytes: 0, oldest: null },
        incidents: new Map(),
        files: [],
      }),
    )
  })

  it('gives incidents newest first', async () => {
    const relation = await fresh()
    await store().locked(relation, async (writer) => {
      for (const at of [1, 2, 3]) await writer.putIncident(at, 'rolled-back', { at })
      await writer.putIncident(4, 'gap', {})
    })
    await store().read(relation, async (reader) => {
      assert.deepEqual(await reader.incidents(2), [
        { at: 4, code: 'gap', detail: {} },
        { at: 3, code: 'rolled-back', detail: { at: 3 } },
      ])
      assert.equal((await reader.incidents()).length, 4)
      const of = async (...asked: [number, string[]]) =>
        (await reader.incidents(...asked)).map(({ at }) => at)
      assert.deepEqual(await of(Number.MAX_SAFE_INTEGER, ['rolled-back', 'fork']), [3, 2, 1])
      assert.deepEqual(await of(1, ['gap', 'rolled-back']), [4])
    })
  })
}
