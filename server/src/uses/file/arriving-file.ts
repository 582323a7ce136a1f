/**
 * A file of the other side as it comes: each chunk is opened before it is kept, so a wrong byte is found with
 * its chunk, and what lies on the disk is always the beginning of what was committed to.
 */
import { chunksOf, fromHex, SEALED_CHUNK_BYTES, sealedFileSize } from '@counterpart/protocol'
import { openChunk } from '../../keys/file-cipher.ts'
import type { Reader } from '../../store/store.ts'
import { dropPieces } from './brought-pieces.ts'
import type { FileKeep } from './file-keep.ts'
import { type FileSecret, isWhole, noChunks, type Verified, verifyChunks } from './file-read.ts'
import { partName } from './part-name.ts'

interface Wanted extends FileSecret {
  digest: string
}

export type Arrived = 'more' | 'whole' | 'wrong-chunk' | 'wrong-file'

export interface ArrivingFile {
  /** Where in the ciphertext to go on, and how much is missing from there. */
  next(): { offset: number; missing: number }
  /** @throws NodeError of the folder; then nothing is counted that is not on the disk */
  take(bytes: Uint8Array): Promise<Arrived>
  /** To be called where nothing is missing any more. */
  whole(): Promise<Arrived>
}

/**
 * Goes on from what an earlier process kept of the file, after opening all of that again. `here`: as `isHere` says.
 * What another relation has brought is not used: the other side would notice that nobody asks for its file, and know
 * that it is here.
 */
export async function arriving(
  keep: FileKeep,
  relation: string,
  wanted: Wanted,
  here: boolean,
): Promise<ArrivingFile> {
  const key = fromHex(wanted.key)
  const all = chunksOf(wanted.bytes)
  const total = sealedFileSize(wanted.bytes)
  const name = partOf(relation, wanted.digest)
  if (here) return standing(keep, wanted)
  let { chunks, hash } = await opened(keep, name, wanted)
  let pending = new Uint8Array()

  async function end(): Promise<Arrived> {
    const same = hash.copy().digest('hex') === wanted.digest
    if (!same) await again()
    else {
      // The digest alone is a name that all relations share. The empty file says which relation brought it, should the
      // process end before the row is moved.
      await keep.folder.write(wholeOf(relation, wanted.digest), 0, new Uint8Array())
      await keep.folder.rename(name, wanted.digest)
    }
    return same ? 'whole' : 'wrong-file'
  }

  /** Every chunk opens, but the author committed to another file: it is asked for once more from the beginning. */
  async function again(): Promise<void> {
    await keep.folder.remove(name)
    ;({ chunks, hash } = await opened(keep, name, wanted))
  }

  return {
    next() {
      const offset = chunks * SEALED_CHUNK_BYTES + pending.length
      return { offset: Math.min(offset, total), missing: Math.max(0, total - offset) }
    },
    whole: end,
    async take(bytes) {
      const given = Buffer.concat([pending, bytes])
      const good: Uint8Array[] = []
      let at = 0
      let wrong = false
      while (chunks + good.length < all) {
        const index = chunks + good.length
        const sealed = given.subarray(at, at + SEALED_CHUNK_BYTES)
        if (!isWhole(wanted, index, sealed.length)) break
        wrong = openChunk(key, index, index === all - 1, sealed) === null
        if (wrong) break
        good.push(sealed)
        at += sealed.length
      }
      if (good.length > 0) {
        await keep.folder.write(name, chunks * SEALED_CHUNK_BYTES, Buffer.concat(good))
        for (const sealed of good) hash.update(sealed)
        chunks += good.length
      }
      // Nothing of a wrong chunk is kept, not even its beginning: it is asked for again.
      pending = wrong ? new Uint8Array() : new Uint8Array(given.subarray(at))
      if (wrong || (chunks === all && pending.length > 0)) return 'wrong-chunk'
      return chunks === all ? end() : 'more'
    },
  }
}

/**
 * Whether the file is here and this relation brought it, as one of its rows says, or the empty file where the rows
 * could not be moved yet.
 */
export async function isHere(
  keep: FileKeep,
  relation: string,
  digest: string,
  reader: Pick<Reader, 'fileWith'>,
): Promise<boolean> {
  const isOnRecord = await reader.fileWith(digest, { states: ['here', 'held', 'scanning'] })
  if (!isOnRecord && (await keep.folder.size(wholeOf(relation, digest))) === null) return false
  return (await keep.folder.size(digest)) !== null
}

/** Removes what came of a file that is not wanted any more. */
export async function forget(keep: FileKeep, relation: string, digest: string): Promise<void> {
  await keep.folder.remove(partOf(relation, digest))
  await keep.folder.remove(wholeOf(relation, digest))
  await dropPieces(keep, relation, digest)
}

export function partOf(relation: string, digest: string): string {
  return `${partName(relation, digest)}.part`
}

/** The name of an empty file: it says that all of the file has come under this relation and was renamed, or is about to be. */
export function wholeOf(relation: string, digest: string): string {
  return `${partName(relation, digest)}.whole`
}

/**
 * A file of this digest is here already, from another act or from a process that ended. It is checked and left as it
 * is: the act that names it now may not even open it.
 */
function standing(keep: FileKeep, wanted: Wanted): ArrivingFile {
  const whole = async (): Promise<Arrived> => {
    const { chunks, hash } = await verifyChunks(keep.folder, wanted.digest, wanted)
    return chunks === chunksOf(wanted.bytes) && hash.digest('hex') === wanted.digest ? 'whole' : 'wrong-file'
  }
  return { next: () => ({ offset: sealedFileSize(wanted.bytes), missing: 0 }), whole, take: whole }
}

/** Nothing is made on the disk before something has come: the other side may name millions of files that it never gives. */
async function opened(keep: FileKeep, name: string, wanted: Wanted): Promise<Verified> {
  const isBegun = (await keep.folder.size(name)) !== null
  return isBegun ? verifyChunks(keep.folder, name, wanted) : noChunks(wanted)
}
