/** What every store promises of the parts of entries: held, destroyed or absent. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { refused } from '../_refused.ts'
import { append, hash, OURS, THEIRS } from '../_sample.ts'
import type { Store } from '../store.ts'

export function parts({ store, fresh }: { store(): Store; fresh(): Promise<string> }): void {
  const given = {
    names: new Uint8Array([1, 2]),
    kept: new Uint8Array(),
    article: new Uint8Array(70_000).fill(7),
  }

  it('says of every part whether it is held, destroyed or absent', async () => {
    const relation = await fresh()
    const { entries } = await store().locked(relation, (writer) => append(writer, THEIRS, [{ parts: given }]))
    const leaf = entries[0]?.leaf ?? ''
    const states = () =>
      store().read(relation, async (reader) => {
        const [all, short] = [
          await reader.parts([leaf, hash('none')]),
          await reader.partStates([leaf, hash('none')]),
        ]
        const said = (of: typeof short) => of.get(leaf)?.map(({ name, state }) => `${name} ${state}`)
        assert.deepEqual(said(short), said(all))
        assert.deepEqual([...short.keys()], [...all.keys()])
        return said(all)
      })
    assert.deepEqual(await states(), ['kept held', 'article held', 'names held'])
    await store().locked(relation, async (writer) => {
      await writer.destroyParts([{ leaf, name: 'names' }])
      await writer.putAbsent([
        { leaf, name: 'lost' },
        { leaf, name: 'article' },
      ])
      await writer.putAbsent([])
    })
    assert.deepEqual(await states(), ['kept held', 'article held', 'lost absent', 'names destroyed'])
    // One that never came is named by a record of destruction as well (RETENTION-13).
    await store().locked(relation, (writer) => writer.destroyParts([{ leaf, name: 'lost' }]))
    assert.deepEqual(await states(), ['kept held', 'article held', 'lost destroyed', 'names destroyed'])
  })

  it('never brings back what was destroyed, and never destroys what is kept', async () => {
    const relation = await fresh()
    const bytes = new TextEncoder().encode('{"again":true}')
    const { entries } = await store().locked(relation, (writer) =>
      append(writer, OURS, [{ bytes, parts: given }]),
    )
    const leaf = entries[0]?.leaf ?? ''
    await store().locked(relation, (writer) => writer.destroyParts([{ leaf, name: 'names' }]))
    await store().locked(relation, (writer) => writer.destroyParts([{ leaf, name: 'names' }]))
    // Also for whoever gives it again, and in the transaction that destroys what it gave.
    await store().locked(relation, async (writer) => {
      const { entries: again } = await append(writer, THEIRS, [{ bytes, parts: given }, { parts: given }])
      const other = again[1]?.leaf ?? ''
      const states = async (of: string) =>
        (await writer.parts([of])).get(of)?.map(({ name, state }) => `${name} ${state}`)
      assert.deepEqual(await states(leaf), ['kept held', 'article held', 'names destroyed'])
      assert.deepEqual(await states(other), ['kept held', 'article held', 'names held'])
      await writer.destroyParts([{ leaf: other, name: 'names' }])
      await writer.putAbsent([{ leaf: other, name: 'lost' }])
      assert.deepEqual((await states(other))?.slice(2), ['lost absent', 'names destroyed'])
    })
    const found = await store().read(relation, (reader) => reader.parts([leaf]))
    assert.deepEqual(found.get(leaf)?.at(-1), { name: 'names', state: 'destroyed' })
    const kept = store().locked(relation, (writer) => writer.destroyParts([{ leaf, name: 'kept' }]))
    await assert.rejects(kept, refused('internal'))
    const wrong = store().locked(relation, (writer) => writer.putAbsent([{ leaf, name: 'Kept\0' }]))
    await assert.rejects(wrong, refused('bad-part'))
  })
}
