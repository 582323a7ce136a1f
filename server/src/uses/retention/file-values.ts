/** What an act says of a file it holds: the key stands in a part, and lives and dies with it. */
import { type FileValue, filesIn, joinParts, partsWithFiles } from '@counterpart/casework'
import { type FileDigest, roundedSize } from '@counterpart/protocol'
import type { FileRow, PartState, Reader } from '../../store/store.ts'
import { readHeader, readParts } from '../log/entry.ts'
import type { Node, Relation } from '../relation.ts'
import { countedHere } from './destroy-again.ts'

export type Found =
  | { kind: 'found'; value: FileValue }
  /** The part that its key stood in is destroyed. */
  | { kind: 'gone' }
  /** That part is missing in what was given back, and no record says that it was destroyed: it may still come. */
  | { kind: 'lost' }
  /** What the act says of it is not what its header commits to, or nothing that can be read. */
  | { kind: 'unreadable' }

export async function fileValueOf(
  node: Node,
  relation: Relation,
  reader: Reader,
  row: FileRow,
): Promise<Found> {
  const entry = await reader.entryByLeaf(row.leaf)
  const header = entry && readHeader(entry.bytes)
  if (!header || (header.kind !== 'open' && header.kind !== 'act')) return { kind: 'unreadable' }
  const procedure = node.procedures.get(header.procedure)?.procedure
  if (!procedure) return { kind: 'unreadable' }
  const parts = (await reader.parts([row.leaf])).get(row.leaf) ?? []
  const given = await readParts(parts, partsWithFiles(procedure))
  const { fields } = joinParts(procedure, header.act, given)
  const value = filesIn(procedure, fields).find(({ value }) => value.digest === row.digest)?.value
  const named = header.files?.find(({ digest }) => digest === row.digest)
  if (value) return named && isOf(named, value) ? { kind: 'found', value } : { kind: 'unreadable' }
  // A destroyed part is left out of what is given back, and no row stands in its place.
  const isWhole = header.parts.every(({ name }) =>
    parts.some((part) => part.name === name && part.state === 'held'),
  )
  if (isWhole) return { kind: 'unreadable' }
  const all = (await reader.deletions([row.leaf])).get(row.leaf) ?? []
  const said = await countedHere(node, relation, all, reader)
  const isLost = ({ name, state }: PartState) =>
    state === 'absent' && said.every((deletion) => deletion.name !== name)
  return { kind: parts.some(isLost) ? 'lost' : 'gone' }
}

/** The exact size has to round to the size in the header, for only that one is asked for. */
function isOf({ size }: FileDigest, { bytes }: FileValue): boolean {
  return size === roundedSize(bytes)
}
