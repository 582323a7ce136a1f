/** Reads stored ciphertext chunk by chunk; never more of it at once than a few of them. */
import { createHash, type Hash } from 'node:crypto'
import {
  CHUNK_BYTES,
  chunksOf,
  fileDigestHead,
  fromHex,
  SEALED_CHUNK_BYTES,
  sealedFileSize,
} from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import { openChunk } from '../../keys/file-cipher.ts'
import type { FileFolder } from '../../store/files/folder.ts'

/** What has to be known of a file to open it. */
export interface FileSecret {
  bytes: number
  /** Hexadecimal. */
  salt: string
  key: string
}

/** Chunks that are read from the disk at once. */
const AT_ONCE = 16

export interface Verified {
  /** Chunks from the first on that open under the key. */
  chunks: number
  /** Over their ciphertext, with the salt before it. */
  hash: Hash
}

/** Of a file of which nothing is here. */
export function noChunks({ salt }: Pick<FileSecret, 'salt'>): Verified {
  return { chunks: 0, hash: createHash('sha256').update(fileDigestHead(fromHex(salt))) }
}

/** From the beginning up to the first chunk that does not open or is not whole. */
export async function verifyChunks(
  folder: FileFolder,
  name: string,
  secret: FileSecret,
  each: (plain: Buffer) => void = () => undefined,
): Promise<Verified> {
  const key = fromHex(secret.key)
  const all = chunksOf(secret.bytes)
  const { hash } = noChunks(secret)
  for (let chunks = 0; chunks < all; ) {
    const read = await folder.read(name, chunks * SEALED_CHUNK_BYTES, AT_ONCE * SEALED_CHUNK_BYTES)
    for (const sealed of cut(read)) {
      const last = chunks === all - 1
      const plain = isWhole(secret, chunks, sealed.length) ? openChunk(key, chunks, last, sealed) : null
      if (plain === null) return { chunks, hash }
      hash.update(sealed)
      each(plain)
      chunks += 1
      if (last) break
    }
    if (read.length === 0) return { chunks, hash }
  }
  return { chunks: all, hash }
}

/** The file itself, piece by piece. @throws NodeError `file-damaged` at the first chunk that does not open */
export async function* plainOf(
  folder: FileFolder,
  name: string,
  secret: FileSecret,
): AsyncGenerator<Buffer, void> {
  const key = fromHex(secret.key)
  const all = chunksOf(secret.bytes)
  for (let chunks = 0; chunks < all; ) {
    const read = await folder.read(name, chunks * SEALED_CHUNK_BYTES, AT_ONCE * SEALED_CHUNK_BYTES)
    const plain: Buffer[] = []
    for (const sealed of cut(read)) {
      const last = chunks === all - 1
      const opened = isWhole(secret, chunks, sealed.length) ? openChunk(key, chunks, last, sealed) : null
      if (opened === null) throw damaged()
      plain.push(opened)
      chunks += 1
      if (last) break
    }
    if (plain.length === 0) throw damaged()
    yield Buffer.concat(plain)
  }
}

/** The first bytes of a file, by which its type is told. @throws NodeError `file-damaged` */
export async function headOf(folder: FileFolder, name: string, secret: FileSecret): Promise<Buffer> {
  const sealed = await folder.read(name, 0, SEALED_CHUNK_BYTES)
  const only = chunksOf(secret.bytes) === 1
  const plain = isWhole(secret, 0, sealed.length) ? openChunk(fromHex(secret.key), 0, only, sealed) : null
  if (plain === null) throw damaged()
  return plain
}

/** Whether a chunk has the size that its place asks for. */
export function isWhole({ bytes }: Pick<FileSecret, 'bytes'>, index: number, size: number): boolean {
  const start = index * SEALED_CHUNK_BYTES
  return size === Math.min(SEALED_CHUNK_BYTES, sealedFileSize(bytes) - start)
}

/** Bytes of the file itself that so many chunks hold. */
export function plainBytes({ bytes }: Pick<FileSecret, 'bytes'>, chunks: number): number {
  return Math.min(bytes, chunks * CHUNK_BYTES)
}

function* cut(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += SEALED_CHUNK_BYTES)
    yield bytes.subarray(at, at + SEALED_CHUNK_BYTES)
}

function damaged(): NodeError {
  return new NodeError({ code: 'file-damaged', message: 'a stored file does not open under its key' })
}
