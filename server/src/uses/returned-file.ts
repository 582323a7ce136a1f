/** A file that has come back whole is damaged no more: nobody is to look for it until the scrub of the next day. */
import type { FileRow } from '../store/store.ts'
import type { IncidentCode } from './incident.ts'
import type { Node, Relation } from './relation.ts'

const LOOKED_BACK = 1000

export async function fileReturned(
  node: Node,
  relation: Relation,
  { leaf, digest }: Pick<FileRow, 'leaf' | 'digest'>,
): Promise<void> {
  const found = await node.store.read(relation.id, (reader) => reader.incidents(LOOKED_BACK))
  // Newest first: what was said of it last.
  const last = found.find(({ code, detail }) => {
    if (code !== 'entry-damaged' && code !== 'damage-repaired') return false
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
