/** Files as officers see and get them. */
import { type FileValue, filesIn, type Procedure } from '@counterpart/casework'
import type { FileDigest } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import type { FileDownload } from '../http/ports.ts'
import type { RungFile } from '../http/schema/dossier.ts'
import type { StoredPart } from '../store/as-stored.ts'
import type { DeletionRow, EntryRow, FileRow } from '../store/store.ts'
import { type FileKeep, progressKey } from '../uses/file/file-keep.ts'
import { headOf, plainOf } from '../uses/file/file-read.ts'
import { isShown, mediaTypeOf } from '../uses/file/file-type.ts'
import { checkBrought } from '../uses/file/upload-care.ts'
import type { Node, Relation } from '../uses/relation.ts'
import { fileValueOf } from '../uses/retention/file-values.ts'
import type { Look } from './look.ts'
import { hidesPart } from './withheld.ts'

type Unread = Extract<RungFile['state'], 'withheld' | 'absent' | 'destroyed'>

/** `fields`: of the entry, as far as their parts are still there. `unread`: what a file is whose key is not among them. */
export async function filesOfRung(
  look: Look,
  procedure: Procedure,
  row: EntryRow,
  rows: readonly FileRow[],
  named: readonly FileDigest[],
  fields: Readonly<Record<string, unknown>>,
  unread: Unread,
): Promise<RungFile[]> {
  const values = new Map(filesIn(procedure, fields).map(({ value }) => [value.digest, value]))
  const files: RungFile[] = []
  for (const { digest, size } of named) {
    const value = values.get(digest) ?? null
    const found = rows.find((one) => one.digest === digest)
    const state = stateOf(look, row, found, value, unread)
    const can =
      value !== null &&
      (state === 'here' || state === 'held' || (row.side === look.relation.ours && state === 'on-its-way'))
    const type = can ? await typeOf(look, row.leaf, value) : null
    files.push({
      digest,
      size,
      name: value?.name ?? null,
      type,
      bytes: value?.bytes ?? null,
      state,
      percent: state === 'on-its-way' ? percentOf(look, digest) : null,
      here: can,
      shown: type !== null && isShown(type),
    })
  }
  return files
}

/** Kept while the node runs, by the entry: of one that names the same ciphertext under another key something else is found. */
const MOST_TYPES = 10_000

/** The type by what is in the file, as its sender may call it anything; `null` where it does not open. */
async function typeOf(
  { node: { files: keep } }: Look,
  leaf: string,
  value: FileValue,
): Promise<string | null> {
  if (!keep) return null
  const name = `${leaf} ${value.digest}`
  const known = keep.types.get(name)
  if (known !== undefined) return known
  const head = await headOf(keep.folder, value.digest, value).catch(() => null)
  if (head === null) return null
  const type = await mediaTypeOf(head)
  if (keep.types.size >= MOST_TYPES) keep.types.clear()
  keep.types.set(name, type)
  return type
}

function stateOf(
  look: Look,
  row: EntryRow,
  found: FileRow | undefined,
  value: FileValue | null,
  unread: Unread,
): RungFile['state'] {
  if (!found) return 'on-its-way'
  if (value === null && found.state !== 'destroyed' && unread !== 'destroyed') return unread
  if (found.state === 'wanted') return value === null ? 'destroyed' : 'on-its-way'
  if (found.state === 'refused') return 'refused'
  if (value === null) return 'destroyed'
  const isSent = found.own && found.state === 'here' && row.index < look.cosigned
  return isSent ? 'on-its-way' : found.state
}

/**
 * Its key stands in a part: while that is not shown nobody here knows whether it is destroyed, and where it was not given
 * back it may still come.
 */
export function unreadOf(
  relation: Relation,
  parts: readonly StoredPart[],
  deletions: readonly DeletionRow[],
): Unread {
  if (hidesPart(relation, parts)) return 'withheld'
  const isLost = ({ name, state }: StoredPart) =>
    state === 'absent' && deletions.every((deletion) => deletion.name !== name)
  return parts.some(isLost) ? 'absent' : 'destroyed'
}

function percentOf({ node, relation }: Look, digest: string): number {
  const { done, total } = node.files?.progress.get(progressKey(relation.id, digest)) ?? { done: 0, total: 1 }
  return Math.min(99, Math.floor((100 * done) / Math.max(1, total)))
}

/** `null` when it is not here, or not any more. */
export async function fileOf(look: Look, leaf: string, digest: string): Promise<FileDownload | null> {
  const { node, relation, reader } = look
  const keep = node.files
  const row = (await reader.files([leaf])).get(leaf)?.find((one) => one.digest === digest)
  if (row?.state === 'destroyed') throw new NodeError({ code: 'part-destroyed' })
  if (!row || !keep || (row.state !== 'here' && row.state !== 'held')) return null
  const found = await fileValueOf(node, relation, reader, row)
  if (found.kind !== 'found') return null
  if ((await keep.folder.size(digest)) === null)
    throw new NodeError({ code: 'file-damaged', message: 'a file that is held is missing from its folder' })
  return downloadOf(keep, found.value)
}

/** A file that an act encloses which is not recorded yet, for whoever reads that one. @throws NodeError */
export async function broughtFile(
  node: Node,
  relation: string,
  officer: string,
  value: FileValue,
): Promise<FileDownload> {
  if (!node.files) throw new NodeError({ code: 'files-unavailable' })
  await checkBrought(node.files, { relation, officer, files: [{ value }] })
  return downloadOf(node.files, value)
}

async function downloadOf(keep: FileKeep, value: FileValue): Promise<FileDownload> {
  const { digest } = value
  // What its sender calls it decides nothing: only what is in it may be shown by itself.
  const type = await mediaTypeOf(await headOf(keep.folder, digest, value))
  return {
    name: value.name,
    bytes: value.bytes,
    shownAs: isShown(type) ? type : null,
    read: () => plainOf(keep.folder, digest, value),
  }
}
