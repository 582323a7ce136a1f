/** What every store promises of pages of which no more states are read than fit. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { refused } from '../_refused.ts'
import { dossierRow, hash } from '../_sample.ts'
import { cursorOf } from '../cursor.ts'
import type { Context } from './contract.ts'

export function within({ store, fresh }: Pick<Context, 'store' | 'fresh'>): void {
  it('reads the first dossiers that fit into so many bytes, and the first in any case, and names all others of the page', async () => {
    const relation = await fresh()
    const rows = [1, 2, 3, 4].map((due) =>
      // Of two bytes each: what is weighed is what is stored.
      dossierRow(`within ${due}`, { due, level: 'é'.repeat(due === 2 ? 50_000 : 10_000) }),
    )
    await store().locked(relation, async (writer) => {
      for (const row of rows) await writer.putDossier(row)
      assert.equal((await writer.dossiersWithin({ limit: 9 }, 1e6)).rows.length, 4)
    })
    await store().read(relation, async (reader) => {
      const ids = rows.map(({ id }) => id)
      const of = async (asked: Parameters<typeof reader.dossiersWithin>[0], bytes: number) => {
        const page = await reader.dossiersWithin(asked, bytes)
        for (const row of page.rows) assert.deepEqual(row, rows[ids.indexOf(row.id)])
        return [page.keys.map(({ id }) => ids.indexOf(id)), page.rows.map(({ id }) => ids.indexOf(id))]
      }
      const all = [0, 1, 2, 3]
      assert.deepEqual(await of({ limit: 9 }, 1), [all, [0]])
      assert.deepEqual(await of({ limit: 9 }, 100_000), [all, [0]])
      assert.deepEqual(await of({ limit: 9 }, 130_000), [all, [0, 1]])
      assert.deepEqual(await of({ limit: 9 }, 1e6), [all, all])
      assert.deepEqual(await of({ limit: 2 }, 1), [[0, 1], [0]])
      const [first] = rows
      assert.deepEqual(await of({ limit: 9, after: first ? cursorOf(first) : '' }, 1), [[1, 2, 3], [1]])
      const named = [ids[3], ids[1], hash('none'), ids[3]].flatMap((id) => id ?? [])
      assert.deepEqual(await of({ named }, 1), [[1, 3], [1]])
      assert.deepEqual(await of({ named }, 1e6), [
        [1, 3],
        [1, 3],
      ])
      assert.deepEqual(await of({ named: [] }, 1), [[], []])
      const { keys } = await reader.dossiersWithin({ limit: 9 }, 1)
      assert.deepEqual(keys, await reader.dossierKeys({ limit: 9 }))
      const bad = store().read(relation, (again) => again.dossiersWithin({ limit: 1, after: 'x' }, 1))
      await assert.rejects(bad, refused('bad-query'))
    })
  })
}
