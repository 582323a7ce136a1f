/**
 * A file on its way from an officer's browser to the disk. It is sealed chunk by chunk as it comes, under a salt and a key of
 * its own. What lies on the disk says how far it is, so a broken line or a killed node costs only what was not confirmed yet.
 */
import { randomBytes } from 'node:crypto'
import {
  CHUNK_BYTES,
  chunksOf,
  FILE_KEY_BYTES,
  fromHex,
  hex,
  SALT_BYTES,
  SEALED_CHUNK_BYTES,
} from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import { sealChunk } from '../../keys/file-cipher.ts'
import type { UploadFound, UploadRow, UploadState } from '../../store/uploads.ts'
import { enclosedIn } from './enclosed-in.ts'
import type { FileKeep } from './file-keep.ts'
import { headOf, plainBytes, verifyChunks } from './file-read.ts'
import { mediaTypeOf } from './file-type.ts'

export interface FileBrought {
  name: string
  type: string
  bytes: number
  digest: string
  salt: string
  key: string
}

export interface Upload {
  id: string
  bytes: number
  /** Bytes that are on the disk for good: from here on it is continued. */
  offset: number
  state: UploadState
  /** The value of a field, once it may be used in an act. */
  file: FileBrought | null
}

/** Unfinished uploads of one officer. */
const MOST_OPEN = 20
/** Uploads of one officer that no act holds yet, and all their bytes as a multiple of the largest file. */
const [MOST_KEPT, MOST_KEPT_FILES] = [100, 4]
/** Chunks that are written to the disk at once. */
const AT_ONCE = 32

/** Whether an act holds the file of an upload. */
export type IsUsed = (row: Pick<UploadRow, 'relation' | 'digest'>) => Promise<boolean>

interface Asked {
  relation: string
  officer: string
  name: string
  bytes: number
  now: number
}

/** A file that an act holds does not count. @throws NodeError `file-too-large`, `file-empty`, `uploads-full` */
export async function beginUpload(
  keep: FileKeep,
  asked: Asked,
  isUsed: IsUsed = async () => false,
): Promise<Upload> {
  if (asked.bytes > keep.most) throw new NodeError({ code: 'file-too-large', most: keep.most })
  if (asked.bytes === 0) throw new NodeError({ code: 'file-empty' })
  // One at a time: otherwise twenty that begin together would each find no other.
  return inTurn(keep, `of ${asked.officer}`, () => begin(keep, asked, isUsed))
}

async function begin(keep: FileKeep, asked: Asked, isUsed: IsUsed): Promise<Upload> {
  if ((await keep.uploads.openUploads(asked.officer)) >= MOST_OPEN)
    throw new NodeError({ code: 'too-many-requests' })
  await checkRoom(keep, asked, isUsed)
  const row: UploadRow = {
    id: hex(new Uint8Array(randomBytes(16))),
    relation: asked.relation,
    officer: asked.officer,
    created: asked.now,
    secret: { name: asked.name, bytes: asked.bytes, type: '', ...newSecret() },
    digest: null,
    state: 'open',
  }
  await keep.uploads.putUpload(row)
  return lookOf(keep, row)
}

/** What no act took lies here for a day: no officer, and nobody with a stolen session, may fill the disk with it. */
async function checkRoom(keep: FileKeep, { officer, bytes }: Asked, isUsed: IsUsed): Promise<void> {
  const isFull = (rows: readonly UploadFound[]) =>
    rows.length >= MOST_KEPT ||
    rows.reduce((sum, { secret }) => sum + (secret?.bytes ?? 0), bytes) > keep.most * MOST_KEPT_FILES
  let rows = await keep.uploads.uploadsBy(officer)
  if (!isFull(rows)) return
  const used = await Promise.all(rows.map(isUsed))
  rows = rows.filter((_, index) => !used[index])
  if (isFull(rows)) throw new NodeError({ code: 'uploads-full' })
}

/** Real randomness, never the one that tests can set: under a key that is used twice two files would open each other. */
function newSecret(): { salt: string; key: string } {
  return {
    salt: randomBytes(SALT_BYTES).toString('hex'),
    key: randomBytes(FILE_KEY_BYTES).toString('hex'),
  }
}

export async function lookAtUpload(keep: FileKeep, id: string, officer: string): Promise<Upload> {
  return lookOf(keep, opened(await uploadOf(keep, id, officer)))
}

/** @throws NodeError `upload-offset` when it goes on from another place: look where */
export function continueUpload(
  keep: FileKeep,
  id: string,
  officer: string,
  offset: number,
  bytes: AsyncIterable<Uint8Array>,
): Promise<Upload> {
  return inTurn(keep, id, async () => {
    const row = opened(await uploadOf(keep, id, officer))
    if (row.state !== 'open') return lookOf(keep, row)
    const done = await chunksOnDisk(keep, row)
    if (offset !== plainBytes(row.secret, done)) throw new NodeError({ code: 'upload-offset' })
    const chunks = await take(keep, row, done, bytes)
    return lookOf(keep, chunks === chunksOf(row.secret.bytes) ? await finish(keep, row) : row)
  })
}

/**
 * Where an act holds the file, only the upload's own row goes.
 *
 * @throws NodeError `file-drafted` while an act that waits for a second person encloses it
 */
export function cancelUpload(keep: FileKeep, id: string, officer: string, isUsed: IsUsed): Promise<void> {
  return inTurn(keep, id, async () => {
    const row = await uploadOf(keep, id, officer)
    // The second person would approve an act whose file is gone.
    if (row.digest !== null && enclosedIn(await keep.drafted(row.relation)).has(row.digest))
      throw new NodeError({ code: 'file-drafted' })
    await keep.folder.remove(growing(row))
    if (row.digest !== null && !(await isUsed(row))) await keep.folder.remove(row.digest)
    await keep.uploads.dropUpload(id)
  })
}

/** Finishes what was cut off half way: the row says that the file is whole, and the file has its old name. */
export async function settleUpload(keep: FileKeep, row: Pick<UploadRow, 'id' | 'digest'>): Promise<void> {
  if (row.digest === null || (await keep.folder.size(row.digest)) !== null) return
  if ((await keep.folder.size(growing(row))) !== null) await keep.folder.rename(growing(row), row.digest)
}

export function growing({ id }: Pick<UploadRow, 'id'>): string {
  return `upload-${id}`
}

async function uploadOf(keep: FileKeep, id: string, officer: string): Promise<UploadFound> {
  const row = await keep.uploads.upload(id)
  // An upload of another officer is answered like one that does not exist.
  if (row?.officer !== officer) throw new NodeError({ code: 'not-found' })
  return row
}

/** @throws NodeError `entry-damaged` */
function opened(row: UploadFound): UploadRow {
  const { secret } = row
  if (secret === null) throw new NodeError({ code: 'entry-damaged', message: 'an upload does not open' })
  return { ...row, secret }
}

async function lookOf(keep: FileKeep, row: UploadRow): Promise<Upload> {
  const { id, secret, state, digest } = row
  const whole = digest !== null
  const offset = whole ? secret.bytes : plainBytes(secret, await chunksOnDisk(keep, row))
  return {
    id,
    bytes: secret.bytes,
    offset,
    state,
    file: whole && state === 'ready' ? { ...secret, digest } : null,
  }
}

async function chunksOnDisk(keep: FileKeep, row: UploadRow): Promise<number> {
  const size = (await keep.folder.size(growing(row))) ?? 0
  return Math.min(Math.floor(size / SEALED_CHUNK_BYTES), chunksOf(row.secret.bytes) - 1)
}

/**
 * What is on the disk of a chunk that was not written whole, or not confirmed. Key and nonce of that chunk were used
 * for these bytes and may be used for no others.
 */
async function begunOf(keep: FileKeep, row: UploadRow, done: number): Promise<Uint8Array> {
  const at = done * SEALED_CHUNK_BYTES
  const size = (await keep.folder.size(growing(row))) ?? 0
  return size > at ? keep.folder.read(growing(row), at, SEALED_CHUNK_BYTES) : new Uint8Array()
}

/** Begins again under another key and salt. @throws NodeError `upload-offset`, always */
async function beginAgain(keep: FileKeep, row: UploadRow): Promise<never> {
  // The key first: whatever fails afterwards, nothing more is sealed under the old one.
  await keep.uploads.finishUpload({ ...row, secret: { ...row.secret, ...newSecret() } })
  await keep.folder.remove(growing(row))
  throw new NodeError({ code: 'upload-offset' })
}

/** Takes what comes, and keeps whole chunks also when the line breaks. Returns the number of chunks on the disk. */
async function take(
  keep: FileKeep,
  row: UploadRow,
  done: number,
  bytes: AsyncIterable<Uint8Array>,
): Promise<number> {
  const key = fromHex(row.secret.key)
  const all = chunksOf(row.secret.bytes)
  const begun = await begunOf(keep, row, done)
  const sealed: Buffer[] = []
  let rest: Uint8Array[] = []
  let more = 0
  let isOther = false
  let chunks = done
  let written = done
  const flush = async () => {
    if (sealed.length === 0) return
    await keep.folder.write(growing(row), written * SEALED_CHUNK_BYTES, Buffer.concat(sealed))
    written += sealed.length
    sealed.length = 0
  }
  const seal = (plain: Buffer) => {
    const chunk = sealChunk(key, chunks, chunks === all - 1, plain)
    isOther ||= chunks === done && !chunk.subarray(0, begun.length).equals(begun)
    if (isOther) return
    sealed.push(chunk)
    chunks += 1
  }
  const sealWhole = async () => {
    if (chunks >= all - 1 || more < CHUNK_BYTES) return
    let given = Buffer.concat(rest)
    for (; chunks < all - 1 && given.length >= CHUNK_BYTES && !isOther; given = given.subarray(CHUNK_BYTES)) {
      seal(given.subarray(0, CHUNK_BYTES))
      if (sealed.length >= AT_ONCE) await flush()
    }
    rest = [given]
    more = given.length
  }
  try {
    for await (const some of bytes) {
      rest.push(some)
      more += some.length
      if (chunks * CHUNK_BYTES + more > row.secret.bytes) throw new NodeError({ code: 'file-too-large' })
      await sealWhole()
      if (isOther) break
    }
  } finally {
    await flush()
  }
  if (!isOther && chunks === all - 1 && chunks * CHUNK_BYTES + more === row.secret.bytes)
    seal(Buffer.concat(rest))
  if (isOther) return beginAgain(keep, row)
  await flush()
  return written
}

/** Reads the file once more from the disk: the digest is of what lies there. */
async function finish(keep: FileKeep, row: UploadRow): Promise<UploadRow> {
  const name = growing(row)
  const { chunks, hash } = await verifyChunks(keep.folder, name, row.secret)
  if (chunks !== chunksOf(row.secret.bytes)) {
    // The disk lost something of it: nobody knows any more what was sealed for that place.
    return beginAgain(keep, row)
  }
  const type = await mediaTypeOf(await headOf(keep.folder, name, row.secret))
  const digest = hash.digest('hex')
  const state = keep.scanner === null ? 'ready' : 'scanning'
  const whole: UploadRow = { ...row, secret: { ...row.secret, type }, digest, state }
  await keep.uploads.finishUpload(whole)
  await settleUpload(keep, whole)
  return whole
}

/** Work on one upload begins when the work before it has ended. */
export async function inTurn<T>(keep: FileKeep, id: string, work: () => Promise<T>): Promise<T> {
  const before = keep.turns.get(id) ?? Promise.resolve()
  const turn = before.then(work, work)
  const ended = turn.catch(() => undefined)
  keep.turns.set(id, ended)
  try {
    return await turn
  } finally {
    if (keep.turns.get(id) === ended) keep.turns.delete(id)
  }
}
