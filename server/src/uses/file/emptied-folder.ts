/**
 * Tells operators of a start without the files that the register says are here: nobody else would notice that a disk
 * was not mounted.
 */
import { type NodeCode, NodeError } from '../../errors.ts'
import type { Reader } from '../../store/store.ts'
import type { Node } from '../relation.ts'

const HERE = [
  ['held', true],
  ['held', false],
  ['here', true],
  ['here', false],
] as const

/** To be called once every relation is open. A store that cannot be read is reported by whatever uses it next. */
export async function tellEmptied(
  node: Node,
  log: (code: NodeCode, error: NodeError) => void,
): Promise<void> {
  if (!node.files || (await node.files.folder.names()).length > 0) return
  for (const { id } of node.relations.values()) {
    if (!(await node.store.read(id, hasFiles).catch(() => false))) continue
    const message = `the folder for files is empty, and ${id} has files in it: see that its disk is mounted, and start again; what is lost comes back over the line`
    log('files-unavailable', new NodeError({ code: 'files-unavailable', message }))
    return
  }
}

async function hasFiles(reader: Reader): Promise<boolean> {
  for (const [state, own] of HERE) if ((await reader.filesIn(state, own, 1)).length > 0) return true
  return false
}
