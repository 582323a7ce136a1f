/**
 * Pieces of the other side's files that a pouch brought. A file is written from its beginning to its end, so a piece
 * waits beside it until its turn has come.
 */
import { FILE_PIECE, type FilePiece } from '@counterpart/protocol'
import type { FileKeep } from './file-keep.ts'
import { partName } from './part-name.ts'

const NAME = /^([0-9a-f]{64}\.[0-9a-f]{16})\.(0|[1-9][0-9]{0,7})\.piece$/

/** Finds the pieces on the disk, once at each start. */
export async function findPieces(keep: FileKeep): Promise<void> {
  keep.pieces.clear()
  for (const { name } of await keep.folder.names()) {
    const [, file = '', number = ''] = NAME.exec(name) ?? []
    if (file !== '') numbersOf(keep, file).add(Number(number))
  }
}

/** @throws NodeError `disk-full`, `files-unavailable` */
export async function putPiece(keep: FileKeep, relation: string, piece: FilePiece): Promise<void> {
  const file = partName(relation, piece.digest)
  const number = piece.offset / FILE_PIECE.bytes
  // Noted before it is written: a write that failed may have left it there all the same.
  numbersOf(keep, file).add(number)
  await keep.folder.write(`${file}.${number}.piece`, 0, piece.bytes)
}

/** The bytes that were brought of a file from `offset` on; `null` for none. */
export async function pieceAt(
  keep: FileKeep,
  relation: string,
  digest: string,
  offset: number,
): Promise<Uint8Array | null> {
  const file = partName(relation, digest)
  const number = Math.floor(offset / FILE_PIECE.bytes)
  if (!keep.pieces.get(file)?.has(number)) return null
  const name = `${file}.${number}.piece`
  // It was lost with its disk.
  if ((await keep.folder.size(name)) === null) keep.pieces.get(file)?.delete(number)
  else {
    const found = await keep.folder.read(name, offset % FILE_PIECE.bytes, FILE_PIECE.bytes)
    if (found.length > 0) return found
  }
  return null
}

/** Drops the pieces that end before `until`, in bytes of the ciphertext; all of them where it is absent. */
export async function dropPieces(
  keep: FileKeep,
  relation: string,
  digest: string,
  until = Number.POSITIVE_INFINITY,
): Promise<void> {
  const file = partName(relation, digest)
  const numbers = keep.pieces.get(file)
  for (const number of numbers ?? []) {
    if ((number + 1) * FILE_PIECE.bytes > until) continue
    await keep.folder.remove(`${file}.${number}.piece`)
    numbers?.delete(number)
  }
  if (numbers?.size === 0) keep.pieces.delete(file)
}

function numbersOf(keep: FileKeep, file: string): Set<number> {
  const known = keep.pieces.get(file) ?? new Set()
  keep.pieces.set(file, known)
  return known
}
