/**
 * A backup file: one readable line that says what it is, then lines of text, compressed and encrypted whole
 * under a key made for this file from the key for data at rest. So a backup gives nothing away without that
 * key, and whoever has changed a bit of it, of the readable line too, has made it unreadable.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline as piped, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { isDiskFull, NodeError } from '../../errors.ts'
import type { AtRest } from '../../keys/at-rest.ts'

const MAGIC = 'counterpart-backup-v1 '
const TAG_BYTES = 16
const MOST_HEAD = 4096
/** A key encrypts one file and never another, so its nonce need not vary. */
const ONLY_NONCE = new Uint8Array(12)

const hex = (digits: number) => Type.String({ pattern: `^[0-9a-f]{${digits}}$` })

const Head = Type.Object(
  {
    /** The same in the two files of one backup. */
    backup: hex(32),
    holds: Type.Enum(['register', 'keys']),
    /** Whole seconds. */
    taken: Type.Integer({ minimum: 0 }),
    /** Form of the tables: version of the last migration. */
    form: Type.Integer({ minimum: 1 }),
    /** Which key for data at rest opens it. */
    key: hex(16),
    salt: hex(64),
  },
  { additionalProperties: false },
)

export interface About {
  backup: string
  holds: 'register' | 'keys'
  taken: number
  form: number
}

/** Whole and on disk when it resolves; its SHA-256. `path` must not be there. */
export async function writeSealed(
  path: string,
  about: About,
  keys: AtRest,
  lines: AsyncIterable<string>,
): Promise<string> {
  const salt = randomBytes(32)
  const head = `${MAGIC}${JSON.stringify({ ...about, key: keys.id, salt: salt.toString('hex') })}\n`
  const cipher = createCipheriv('aes-256-gcm', keys.derive('backup', salt), ONLY_NONCE)
  cipher.setAAD(Buffer.from(head))
  const hash = createHash('sha256')
  const file = await open(path, 'wx', 0o600)
  try {
    const put = async (chunk: Uint8Array) => {
      hash.update(chunk)
      await file.writeFile(chunk)
    }
    await put(Buffer.from(head))
    await pipeline(Readable.from(ended(lines)), createGzip({ level: 1 }), cipher, async (chunks) => {
      for await (const chunk of chunks as AsyncIterable<Uint8Array>) await put(chunk)
    })
    await put(cipher.getAuthTag())
    await file.sync()
  } catch (cause) {
    if (!isDiskFull(cause)) throw cause
    throw new NodeError({ code: 'disk-full', message: `the disk that holds ${dirname(path)} is full`, cause })
  } finally {
    await file.close()
  }
  return hash.digest('hex')
}

async function* ended(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`
}

export interface Sealed {
  about: About
  last: string
  lines: () => AsyncIterable<string>
}

/**
 * Reads all of it once before it gives a line: only at the end is it known that nothing was changed.
 *
 * @throws NodeError `backup-damaged` for what is no backup, `key-wrong` for one under another key
 */
export async function openSealed(path: string, keys: AtRest): Promise<Sealed> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const { head, about, salt } = await headOf(file, keys)
    if (size < head.length + TAG_BYTES) throw damaged()
    const tag = Buffer.alloc(TAG_BYTES)
    await file.read(tag, 0, TAG_BYTES, size - TAG_BYTES)
    const key = keys.derive('backup', salt)
    const lines = () => {
      const decipher = createDecipheriv('aes-256-gcm', key, ONLY_NONCE)
      decipher.setAAD(head)
      decipher.setAuthTag(tag)
      return linesOf(path, decipher, head.length, size - TAG_BYTES - 1)
    }
    let last = ''
    for await (const line of lines()) last = line
    return { about, last, lines }
  } finally {
    await file.close()
  }
}

/** Whether the readable line names this key, also of a file that was never finished; `null` where there is no such line. */
export async function isUnder(path: string, keys: AtRest): Promise<boolean | null> {
  const file = await open(path, 'r')
  try {
    await headOf(file, keys)
    return true
  } catch (error) {
    if (!(error instanceof NodeError)) throw error
    return error.code === 'key-wrong' ? false : null
  } finally {
    await file.close()
  }
}

async function headOf(
  file: FileHandle,
  keys: AtRest,
): Promise<{ head: Buffer; about: About; salt: Uint8Array }> {
  const start = Buffer.alloc(MOST_HEAD)
  const { bytesRead } = await file.read(start, 0, MOST_HEAD, 0)
  const end = start.subarray(0, bytesRead).indexOf('\n')
  const line = start.toString('utf8', 0, Math.max(end, 0))
  if (!line.startsWith(MAGIC)) throw damaged()
  const value = parsed(line.slice(MAGIC.length))
  if (!Value.Check(Head, value)) throw damaged()
  const { key, salt, backup, holds, taken, form } = value
  if (key !== keys.id)
    throw new NodeError({ code: 'key-wrong', message: 'this backup was made under another at-rest.key' })
  const about = { backup, holds: holds === 'keys' ? ('keys' as const) : ('register' as const), taken, form }
  return { head: start.subarray(0, end + 1), about, salt: Buffer.from(salt, 'hex') }
}

async function* linesOf(
  path: string,
  decipher: ReturnType<typeof createDecipheriv>,
  start: number,
  end: number,
): AsyncGenerator<string> {
  if (end < start) throw damaged()
  const plain = piped(createReadStream(path, { start, end }), decipher, createGunzip(), () => undefined)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  const chunks = plain[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  for (;;) {
    const next = await chunks.next().catch((cause: unknown) => {
      throw damaged(cause)
    })
    if (next.done) break
    const pieces = (rest + decoder.decode(next.value, { stream: true })).split('\n')
    rest = pieces.pop() ?? ''
    yield* pieces
  }
  if (rest !== '') throw damaged()
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

export function damaged(cause?: unknown): NodeError {
  return new NodeError({
    code: 'backup-damaged',
    message: 'this is no backup as it was written, or the two files are not of one backup',
    cause,
  })
}
