/** Files that are enclosed in evidence beside the acts that name them. */
import { fileDigest, fileMember, fromHex } from '@counterpart/protocol'
import type { FileRow } from '../store/store.ts'
import { fileValueOf } from '../uses/retention/file-values.ts'
import type { Look } from './look.ts'

interface EnclosedFile {
  member: string
  digest: string
  salt: string
  bytes: Uint8Array
}

/** The ciphertext, which the key in the act's part opens. What is not here, or finds no room, is not included. */
export async function enclosedFiles(
  { node, relation, reader }: Look,
  rows: readonly FileRow[],
  room: number,
): Promise<EnclosedFile[]> {
  const enclosed: EnclosedFile[] = []
  let left = room
  for (const row of rows) {
    if (!node.files || (row.state !== 'here' && row.state !== 'held')) continue
    const found = await fileValueOf(node, relation, reader, row)
    const size = await node.files.folder.size(row.digest)
    if (found.kind !== 'found' || size === null || size > left) continue
    const bytes = await node.files.folder.read(row.digest, 0, size)
    const { salt } = found.value
    // As whoever gets it will: what a bit that flipped here would break proves nothing.
    if (fileDigest(fromHex(salt), bytes) !== row.digest) continue
    left -= size
    enclosed.push({ member: fileMember(row.digest), digest: row.digest, salt, bytes })
  }
  return enclosed
}
