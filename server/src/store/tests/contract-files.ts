/** What every store promises of files that entries commit to. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { hash } from '../_sample.ts'
import type { FileRow } from '../store.ts'
import type { Context } from './contract.ts'

export function files({ store, fresh }: Pick<Context, 'store' | 'fresh'>): void {
  const row = (name: string, over: Partial<FileRow> = {}): FileRow => ({
    leaf: hash(`entry ${name}`),
    digest: hash(`file ${name}`),
    own: false,
    dossier: null,
    state: 'wanted',
    ...over,
  })

  it('keeps how far each file is, oldest first, on from one of them, or newest first', async () => {
    const relation = await fresh()
    const rows = ['a', 'b', 'c', 'd'].map((name) => row(name))
    const others = [row('e', { own: true, state: 'here' }), row('f', { state: 'here' })]
    await store().locked(relation, async (writer) => {
      await writer.putFiles([...rows, ...others])
      // It was here before, and stays as it is.
      await writer.putFiles([row('f')])
    })
    await store().read(relation, async (reader) => {
      const [a, b, c, d] = rows as [FileRow, FileRow, FileRow, FileRow]
      assert.deepEqual(await reader.filesIn('wanted', false, 3), [a, b, c])
      assert.deepEqual(await reader.filesIn('wanted', false, 3, b), [c, d])
      assert.deepEqual(await reader.filesIn('wanted', false, 3, d), [])
      assert.deepEqual(await reader.filesIn('wanted', false, 2, 'newest'), [d, c])
      assert.deepEqual(await reader.filesIn('wanted', false, 2, row('nobody')), [a, b])
      assert.deepEqual(await reader.filesIn('here', false, 9), [others[1]])
      assert.deepEqual(await reader.filesIn('here', true, 9), [others[0]])
    })
  })

  it('moves a file on from the states that are named, and finds it by entry and by digest', async () => {
    const relation = await fresh()
    const shared = hash('one file')
    const rows = [row('a', { digest: shared }), row('b', { digest: shared, own: true, state: 'here' })]
    const [a, b] = rows as [FileRow, FileRow]
    await store().locked(relation, (writer) => writer.putFiles(rows))
    await store().locked(relation, async (writer) => {
      await writer.moveFile(a.leaf, shared, ['wanted', 'scanning'], 'here')
      await writer.moveFile(b.leaf, shared, ['wanted'], 'refused')
      await writer.moveFile(hash('nothing'), shared, ['here'], 'held')
    })
    await store().read(relation, async (reader) => {
      const found = [{ ...a, state: 'here' as const }, b]
      assert.deepEqual(await reader.filesByDigest(shared), found)
      assert.deepEqual(await reader.filesByDigest(hash('another')), [])
      assert.deepEqual(await reader.fileWith(shared, { own: true }), b)
      assert.deepEqual(await reader.fileWith(shared, { own: false, states: ['held', 'here'] }), found[0])
      assert.deepEqual(await reader.fileWith(shared, { own: false, states: ['wanted', 'held'] }), null)
      assert.notEqual(await reader.fileWith(shared), null)
      assert.equal(await reader.fileWith(hash('another')), null)
      assert.equal(await reader.fileWith('no digest'), null)
      assert.deepEqual([...(await reader.files([a.leaf, hash('nothing')]))], [[a.leaf, [found[0]]]])
    })
  })
}
