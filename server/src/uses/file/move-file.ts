/** Moves a file from state to state, in one transaction each. */
import type { FileRow, FileState } from '../../store/store.ts'
import { type IncidentCode, raise } from '../incident.ts'
import type { Node, Relation } from '../relation.ts'
import { write } from '../write.ts'

/** `why`: told to this node's operators, and to nobody else. */
export async function moveFile(
  node: Node,
  relation: Relation,
  row: FileRow,
  to: FileState,
  why: IncidentCode | null = null,
): Promise<void> {
  await write(
    node,
    relation,
    async (writer) => {
      await writer.moveFile(row.leaf, row.digest, [row.state], to)
      if (why) await raise(writer, node.clock(), why, { leaf: row.leaf, file: row.digest })
    },
    () => true,
  )
  if (why) node.events.emit({ kind: 'incident', relation: relation.id })
  node.events.emit({
    kind: 'changed',
    relation: relation.id,
    dossiers: row.dossier === null ? [] : [row.dossier],
  })
}
