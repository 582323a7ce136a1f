import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { NodeError } from '../../errors.ts'
import { ask, bring, pair } from '../../outbound/_fetching.ts'
import type { FileRow, Writer } from '../../store/store.ts'
import { RELATION } from '../_talk.ts'
import { removeFiles } from './destroy.ts'

/** b has a file that two entries of theirs claim. */
async function claimed() {
  const both = await pair()
  const { b, disk } = both
  const file = await bring(both.keeps.a, randomBytes(10))
  const leaves = [await ask(both, file), await ask(both, file)]
  disk.set(file.digest, Buffer.alloc(10))
  const relation = b.relation(RELATION)
  return {
    leaves,
    /** Whether it is on the disk after it was looked for what is to be removed. */
    async isThere(states: FileRow['state'][], change = async (_: Writer) => {}) {
      await b.store.locked(RELATION, async (writer) => {
        for (const [at, leaf] of leaves.entries()) {
          const [row] = (await writer.files([leaf])).get(leaf) ?? []
          await writer.moveFile(leaf, file.digest, [row?.state ?? 'wanted'], states[at] ?? 'wanted')
        }
        await change(writer)
      })
      relation.unremoved.add(file.digest)
      await removeFiles(b.node, relation)
      return disk.has(file.digest)
    },
  }
}

test('RETENTION-2 a file stays on the disk as long as one entry of the relation holds it or waits for it', async () => {
  const { isThere } = await claimed()
  for (const state of ['wanted', 'scanning', 'here', 'held'] as const)
    assert.equal(await isThere(['refused', state]), true, state)
  assert.equal(await isThere(['refused', 'refused']), false)
})

test('RETENTION-2 a file goes with a part that its key stood in, and by no row that says so alone', async () => {
  const { leaves, isThere } = await claimed()
  assert.equal(await isThere(['destroyed', 'destroyed']), true)
  const destroy = (some: string[]) => (writer: Writer) =>
    writer.destroyParts(some.map((leaf) => ({ leaf, name: 'content' })))
  assert.equal(await isThere(['destroyed', 'destroyed'], destroy(leaves.slice(1))), true)
  assert.equal(await isThere(['destroyed', 'destroyed'], destroy(leaves)), false)
})

test('RETENTION-2 a file that cannot be removed keeps no other on the disk, and is removed when it can be', async () => {
  const both = await pair()
  const { b, disk, keeps } = both
  const relation = b.relation(RELATION)
  for (let at = 0; at < 3; at++) {
    const file = await bring(keeps.a, randomBytes(10))
    const leaf = await ask(both, file)
    disk.set(file.digest, Buffer.alloc(10))
    await b.store.locked(RELATION, (writer) => writer.moveFile(leaf, file.digest, ['wanted'], 'refused'))
    relation.unremoved.add(file.digest)
  }
  const [stuck] = relation.unremoved
  const { folder } = keeps.b
  const { remove } = folder
  folder.remove = (name) =>
    name === stuck ? Promise.reject(new NodeError({ code: 'files-unavailable' })) : remove(name)
  await assert.rejects(removeFiles(b.node, relation), { code: 'files-unavailable' })
  assert.deepEqual([...disk.keys()], [stuck])
  folder.remove = remove
  await removeFiles(b.node, relation)
  assert.equal(disk.size, 0)
})
