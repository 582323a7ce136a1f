/** What every store promises of the counts that reviews are made of. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { TallyChange } from '@counterpart/casework'
import { hash, OURS } from '../_sample.ts'
import type { Context } from './contract.ts'

export function tallies({ store, fresh }: Pick<Context, 'store' | 'fresh'>): void {
  const change = (more: Partial<TallyChange>): TallyChange => ({
    parent: hash('parent'),
    procedure: 'errand',
    side: OURS,
    level: 'gate',
    measure: 'opened',
    day: 19_700,
    count: 1,
    seconds: 0,
    ...more,
  })
  const asked = { parents: [hash('parent'), ''], level: null, first: 19_700, last: 19_710 }
  const sum = { parent: hash('parent'), procedure: 'errand', side: OURS, measure: 'opened' }

  it('sums counts over days, all to the end and those within, and takes back what no longer is so', async () => {
    const relation = await fresh()
    await store().locked(relation, async (writer) => {
      await writer.addTally([change({}), change({ day: 19_690 }), change({ day: 19_711 })])
      await writer.addTally([
        change({ seconds: 7 }),
        change({ parent: '' }),
        change({ parent: hash('other') }),
      ])
      assert.equal((await writer.tallySums(asked)).length, 2)
    })
    await store().locked(relation, (writer) => writer.addTally([change({ count: -1, seconds: -3 })]))
    await store().read(relation, async (reader) => {
      const found = (await reader.tallySums(asked)).sort((a, b) => (a.parent < b.parent ? -1 : 1))
      assert.deepEqual(found, [
        { ...sum, parent: '', upTo: 1, within: 1, secondsWithin: 0 },
        { ...sum, upTo: 2, within: 1, secondsWithin: 4 },
      ])
      const [whole] = await reader.tallySums({ ...asked, parents: [hash('parent')], first: null })
      assert.equal(whole?.within, 2)
    })
  })

  it('sums the counts of one level, and those of nobody for a parent that has none', async () => {
    const relation = await fresh()
    await store().locked(relation, (writer) => writer.addTally([change({}), change({ level: '' })]))
    await store().read(relation, async (reader) => {
      const [gate] = await reader.tallySums({ ...asked, level: 'gate' })
      assert.equal(gate?.upTo, 1)
      assert.deepEqual(await reader.tallySums({ ...asked, parents: [hash('nobody')] }), [])
      assert.deepEqual(await reader.tallySums({ ...asked, parents: [] }), [])
    })
  })

  it('knows by which rule it counted, and forgets the counts of one relation when that is another', async () => {
    const [relation, beside] = [await fresh(), await fresh()]
    const query = { ...asked, first: null, last: Number.MAX_SAFE_INTEGER }
    const found = (of: string) =>
      store().read(of, async (reader) => {
        const sums = await reader.tallySums(query)
        return [await reader.tallyRule(), sums.map(({ upTo, secondsWithin }) => [upTo, secondsWithin])]
      })
    assert.deepEqual(await found(relation), [null, []])
    await store().locked(beside, (writer) => writer.addTally([change({})]))
    await store().locked(relation, async (writer) => {
      await writer.addTally([change({ count: 9 })])
      await writer.resetTally(4)
      await writer.addTally([change({ seconds: 2 })])
      assert.equal(await writer.tallyRule(), 4)
    })
    assert.deepEqual(await found(relation), [4, [[1, 2]]])
    await store().read(relation, async (early) => {
      assert.equal(await early.tallyRule(), 4)
      const failed = store().locked(relation, async (writer) => {
        await writer.resetTally(5)
        assert.deepEqual(await writer.tallySums(query), [])
        throw new Error('half way')
      })
      await assert.rejects(failed, /half way/)
      assert.deepEqual(await found(relation), [4, [[1, 2]]])
      await store().locked(relation, (writer) => writer.resetTally(6))
      assert.equal((await early.tallySums(query)).length, 1)
      assert.equal(await early.tallyRule(), 4)
    })
    assert.deepEqual(await found(relation), [6, []])
    await store().locked(relation, (writer) => writer.addTally([change({ seconds: 3 })]))
    assert.deepEqual(await found(relation), [6, [[1, 3]]])
    assert.deepEqual(await found(beside), [null, [[1, 0]]])
  })

  it('takes days and times as far as a header can name them', async () => {
    const relation = await fresh()
    const far = change({ day: Math.floor(Number.MAX_SAFE_INTEGER / 86_400), seconds: 3_155_760_000 })
    await store().locked(relation, (writer) =>
      writer.addTally([far, change({ procedure: 'x'.repeat(5000) })]),
    )
    await store().read(relation, async (reader) => {
      const query = { ...asked, first: null, last: Number.MAX_SAFE_INTEGER }
      assert.equal((await reader.tallySums(query)).length, 2)
    })
  })
}
