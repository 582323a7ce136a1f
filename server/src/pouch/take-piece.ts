/** Takes in a piece of a file that a pouch brought. */
import { chunksOf, type FilePiece, fromHex, SEALED_CHUNK_BYTES } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import { openChunk } from '../keys/file-cipher.ts'
import type { Reader } from '../store/store.ts'
import { isHere, partOf } from '../uses/file/arriving-file.ts'
import { putPiece } from '../uses/file/brought-pieces.ts'
import { type FileSecret, isWhole } from '../uses/file/file-read.ts'
import { fileValueOf } from '../uses/retention/file-values.ts'
import type { Shelf } from './shelf.ts'

/** `early`: no entry that is held here names its file. `passed`: it is here already, or not wanted. */
export type TakenPiece = 'taken' | 'passed' | 'early'

/**
 * Whoever has the sealing key can write a piece. So nothing is kept of a file that no entry of the other side commits
 * to, nor of one that does not open under its own key (FILES-5).
 *
 * @throws NodeError `pouch-not-signed`, `disk-full`, and what the store throws
 */
export async function takePiece({ node, relation }: Shelf, piece: FilePiece): Promise<TakenPiece> {
  const { files: keep } = node
  if (!keep) return 'passed'
  const read = <T>(work: (reader: Reader) => Promise<T>) => node.store.read(relation.id, work)
  const row = await read((reader) => reader.fileWith(piece.digest, { own: false, states: ['wanted'] }))
  if (!row)
    return (await read((reader) => reader.fileWith(piece.digest, { own: false }))) ? 'passed' : 'early'
  const found = await read((reader) => fileValueOf(node, relation, reader, row))
  if (found.kind !== 'found' || found.value.bytes > keep.most) return 'passed'
  if (!opens(found.value, piece)) throw new NodeError({ code: 'pouch-not-signed' })
  const come = await keep.folder.size(partOf(relation.id, piece.digest))
  const end = piece.offset + piece.bytes.length
  // Not what another relation has: whoever brings it is not to be told that by what is passed over (FILES-4).
  if ((come ?? 0) >= end || (await read((reader) => isHere(keep, relation.id, piece.digest, reader))))
    return 'passed'
  await putPiece(keep, relation.id, piece)
  node.events.emit({ kind: 'brought', relation: relation.id })
  return 'taken'
}

/** Whether it is whole chunks of this file, at their place. */
function opens(secret: FileSecret, { offset, bytes }: FilePiece): boolean {
  const key = fromHex(secret.key)
  const all = chunksOf(secret.bytes)
  const first = offset / SEALED_CHUNK_BYTES
  for (let at = 0; at < bytes.length; at += SEALED_CHUNK_BYTES) {
    const index = first + at / SEALED_CHUNK_BYTES
    const sealed = bytes.subarray(at, at + SEALED_CHUNK_BYTES)
    if (index >= all || !isWhole(secret, index, sealed.length)) return false
    if (openChunk(key, index, index === all - 1, sealed) === null) return false
  }
  return true
}
