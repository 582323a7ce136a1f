/**
 * Says that a file which has come back whole is damaged no more: otherwise people would look for it until the next
 * day's scrub. It is said once, and before the file counts as here: where saying failed, it is tried again.
 */
import type { FileRow } from '../../store/store.ts'
import type { IncidentCode } from '../incident.ts'
import type { Node, Relation } from '../relation.ts'

const LOOKED_BACK = 1000
const SAID = ['entry-damaged', 'damage-repaired'] satisfies IncidentCode[]

export async function fileReturned(
  node: Node,
  relation: Relation,
  { leaf, digest }: Pick<FileRow, 'leaf' | 'digest'>,
): Promise<void> {
  const found = await node.store.read(relation.id, (reader) => reader.incidents(LOOKED_BACK, SAID))
  // The rows come newest first: this is what was last said of the file.
  const last = found.find(({ detail }) => {
    const of = (detail ?? {}) as Record<string, unknown>
    return of.what === 'file' && of.leaf === leaf && of.digest === digest
  })
  if (last?.code !== 'entry-damaged') return
  const code: IncidentCode = 'damage-repaired'
  await node.store.locked(relation.id, (writer) =>
    writer.putIncident(node.clock(), code, { what: 'file', leaf, digest, from: 'counterpart' }),
  )
  node.events.emit({ kind: 'incident', relation: relation.id })
}
