/** What every store promises of folded dossiers that are long. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { dossierRow } from '../_sample.ts'
import type { Context } from './contract.ts'

export function longDossiers({ store, fresh }: Pick<Context, 'store' | 'fresh'>): void {
  it('keeps each of many long dossiers as it was put last', async () => {
    const relation = await fresh()
    const rows = Array.from({ length: 4 }, (_, i) =>
      dossierRow(`long ${i}`, { level: 'x'.repeat(600_000), due: i }),
    )
    const [first] = rows
    if (!first) return assert.fail()
    const last = { ...first, due: 9 }
    await store().locked(relation, async (writer) => {
      for (const row of rows) await writer.putDossier(row)
      await writer.putDossier(last)
      assert.equal((await writer.dossier(last.id))?.due, 9)
      assert.equal((await writer.dossier(rows[1]?.id ?? ''))?.due, 1)
    })
    await store().read(relation, async (reader) => {
      const held = await reader.dossiersNamed(rows.map(({ id }) => id))
      const dues = rows.map(({ id }) => held.get(id)?.due)
      assert.deepEqual(dues, [9, 1, 2, 3])
    })
  })
}
