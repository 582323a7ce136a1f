/** What every store promises of what came of a log after its end. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { hash, OURS, THEIRS } from './_sample.ts'
import type { Context } from './contract.ts'

export function apart({ store, fresh }: Pick<Context, 'store' | 'fresh'>): void {
  it('weighs what came of logs that ended, with its parts, and of each side by itself', async () => {
    const relation = await fresh()
    const bytes = new Uint8Array(40)
    const row = { side: THEIRS, epoch: 1, index: 4, bytes, note: 'n'.repeat(60), at: 1 }
    const body = { name: 'kept', salt: new Uint8Array(32), bytes: new Uint8Array(500) }
    await store().locked(relation, (writer) =>
      writer.putApart(
        [
          { ...row, leaf: hash('one') },
          { ...row, leaf: hash('two'), index: 5 },
        ],
        [
          { ...body, leaf: hash('one') },
          { ...body, leaf: hash('one'), name: 'names' },
        ],
      ),
    )
    await store().read(relation, async (reader) => {
      const { entries, bytes } = await reader.apartWeight(THEIRS)
      assert.equal(entries, 2)
      // A store may add what it seals with.
      assert.ok(bytes >= 200 + 2 * 532 && bytes < 200 + 2 * 600, String(bytes))
      assert.deepEqual(await reader.apartWeight(OURS), { entries: 0, bytes: 0 })
    })
  })
}
