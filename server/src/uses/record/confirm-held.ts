/** Says on record which of the other side's files are held here. */
import { VERDICT_CODES } from '@counterpart/casework'
import { hex, sha256, utf8 } from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import type { FileRow } from '../../store/store.ts'
import { moveFile } from '../file/move-file.ts'
import type { Node, Relation } from '../relation.ts'
import { record } from './record.ts'

/**
 * Refusals that last while the node runs: the confirmation has no effect in its dossier, or the dossier cannot be read or added to.
 */
const NEVER: readonly string[] = [...VERDICT_CODES, 'held-unknown-procedure', 'dossier-too-large']

/** Confirms the files of one entry together. Not while one of them is still under way, and never in a dossier without effect. */
export async function confirmHeld(
  node: Node,
  relation: Relation,
  leaf: string,
): Promise<'said' | 'later' | 'not-to-be-said'> {
  const rows = await rowsOf(node, relation, leaf)
  if (rows.some(({ state }) => state === 'wanted' || state === 'scanning')) return 'not-to-be-said'
  const here = rows.filter(({ state }) => state === 'here').map(({ digest }) => digest)
  const dossier = rows[0]?.dossier ?? null
  if (here.length === 0 || dossier === null) return 'not-to-be-said'
  // On record but not on the disk: the file was lost after the backup that the record is from. It has to come again.
  const missing: FileRow[] = []
  for (const row of rows)
    if (row.state === 'here' && (await node.files?.folder.size(row.digest)) === null) missing.push(row)
  for (const row of missing) await moveFile(node, relation, row, 'wanted')
  if (missing.length > 0) return 'later'
  const request = `held-${hex(sha256(utf8([leaf, ...here].join('\n'))))}`
  try {
    await record(node, relation, { kind: 'held', request, dossier, on: leaf, files: here })
    // An entry that was given back may have said so already: the file came again, and nothing is said twice.
    for (const row of await rowsOf(node, relation, leaf))
      if (row.state === 'here' && here.includes(row.digest)) await moveFile(node, relation, row, 'held')
    return 'said'
  } catch (error) {
    if (!(error instanceof NodeError)) throw error
    if (NEVER.includes(error.code)) return 'not-to-be-said'
    if (error.status >= 500) throw error
    return 'later'
  }
}

function rowsOf(node: Node, relation: Relation, leaf: string): Promise<FileRow[]> {
  return node.store.read(relation.id, async (reader) => (await reader.files([leaf])).get(leaf) ?? [])
}
