/**
 * A file that has come back whole is damaged no more: nobody is to look for it until the scrub of the next day. It is said before
 * the file is taken for here, or nobody comes back to it where saying failed; and said once.
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
  // Newest first: what was said of it last.
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
