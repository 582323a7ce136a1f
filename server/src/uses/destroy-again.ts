/**
 * What a log names as destroyed and is here all the same came back with a backup; and a file may have outlived its
 * key where the process ended between the two. Both are made good before anybody signs in.
 */
import type { Node, Relation } from './relation.ts'
import { write } from './write.ts'

const AT_ONCE = 500
const DIGEST = /^([0-9a-f]{64})(?:\.part)?$/

export async function destroyAgain(node: Node, relation: Relation): Promise<void> {
  for (;;) {
    const parts = await node.store.read(relation.id, (reader) =>
      reader.undestroyed(relation.restored !== 'no', AT_ONCE),
    )
    if (parts.length === 0) return
    await write(
      node,
      relation,
      (writer) => writer.destroyParts(parts),
      () => true,
    )
  }
}

/** Every file on the disk is looked at once a start; what was destroyed goes with the next tick. */
export async function findUnremoved(node: Node, relation: Relation): Promise<void> {
  for (const { name } of (await node.files?.folder.names()) ?? []) {
    const digest = DIGEST.exec(name)?.[1]
    if (digest === undefined) continue
    const rows = await node.store.read(relation.id, (reader) => reader.filesByDigest(digest))
    if (rows.some(({ state }) => state === 'destroyed')) relation.unremoved.add(digest)
  }
}
