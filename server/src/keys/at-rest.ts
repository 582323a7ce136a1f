/**
 * What is stored of a body is encrypted under a random key of its own; that key is wrapped by one key from
 * a file outside the database, so that neither a dump of the database nor a copy of the file gives anything
 * away. Destroying the wrapped key destroys what it encrypted, also in every older copy of the ciphertext.
 *
 * Both layers are AES-256-GCM and bind the same context (relation, leaf, part), so that nobody can put one
 * body in the place of another. Every flipped bit is `entry-damaged`.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { NodeError } from '../errors.ts'
import { fileFailure } from './file-failure.ts'

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** A part's key encrypts one body and never another, so its nonce need not vary. */
const ONLY_NONCE = new Uint8Array(NONCE_BYTES)

export interface Sealed {
  /** The body's own key, wrapped: nonce, ciphertext, tag. Kept apart from `ciphertext`. */
  wrapped: Uint8Array
  ciphertext: Uint8Array
}

export interface AtRest {
  /** Names the wrapping key without giving it away; 16 hexadecimal digits. */
  readonly id: string
  /** `context` says what the body is, e.g. relation, leaf and name of a part. */
  seal(context: readonly string[], body: Uint8Array): Sealed
  /** Throws `entry-damaged` for anything but what `seal` made for this context under this key. */
  open(context: readonly string[], sealed: Sealed): Uint8Array
  /** A key for something else of this node's; another salt or use, another key. */
  derive(use: string, salt: Uint8Array): Uint8Array
}

/** `key`: 32 random bytes, used for nothing else. */
export function atRest(key: Uint8Array): AtRest {
  if (key.length !== KEY_BYTES) {
    throw new NodeError({ code: 'key-wrong', message: 'the key for data at rest has not 32 bytes' })
  }
  const id = createHash('sha256')
    .update('counterpart key at rest v1\n')
    .update(key)
    .digest('hex')
    .slice(0, 16)
  return {
    id,
    seal(context, body) {
      const own = randomBytes(KEY_BYTES)
      const nonce = randomBytes(NONCE_BYTES)
      const ciphertext = encrypt(own, ONLY_NONCE, bind('body', context), body)
      const wrapped = Buffer.concat([nonce, encrypt(key, nonce, bind('key', context), own)])
      own.fill(0)
      return { wrapped, ciphertext }
    },
    open(context, { wrapped, ciphertext }) {
      const nonce = wrapped.subarray(0, NONCE_BYTES)
      const own = decrypt(key, nonce, bind('key', context), wrapped.subarray(NONCE_BYTES))
      const body = decrypt(own, ONLY_NONCE, bind('body', context), ciphertext)
      own.fill(0)
      return new Uint8Array(body.buffer, body.byteOffset, body.length)
    },
    derive(use, salt) {
      return new Uint8Array(hkdfSync('sha256', key, salt, `counterpart at rest v1 ${use}`, KEY_BYTES))
    },
  }
}

/** Unambiguous: every piece with its length before it. */
function bind(use: 'key' | 'body', context: readonly string[]): Buffer {
  const pieces = ['counterpart at rest v1', use, ...context].map((piece) => {
    const bytes = Buffer.from(piece, 'utf8')
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    return Buffer.concat([length, bytes])
  })
  return Buffer.concat(pieces)
}

function encrypt(key: Uint8Array, nonce: Uint8Array, bound: Uint8Array, body: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(bound)
  return Buffer.concat([cipher.update(body), cipher.final(), cipher.getAuthTag()])
}

function decrypt(key: Uint8Array, nonce: Uint8Array, bound: Uint8Array, sealed: Uint8Array): Buffer {
  if (nonce.length !== NONCE_BYTES || sealed.length < TAG_BYTES) throw damaged()
  const end = sealed.length - TAG_BYTES
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(bound)
  decipher.setAuthTag(sealed.subarray(end))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()])
  } catch {
    throw damaged()
  }
}

function damaged(): NodeError {
  return new NodeError({ code: 'entry-damaged', message: 'a stored body does not open under its key' })
}

/**
 * Reads the wrapping key from a file that only its owner may read; makes the file when there is none and
 * `make` allows it. A node whose database holds bodies must not make another key: `key-missing`.
 */
export function readAtRestKey(file: string, make: boolean): AtRest {
  if (make) makeKeyFile(file)
  let text: string
  try {
    checkAlone(file)
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    if (cause instanceof NodeError) throw cause
    throw fileFailure(cause, file, `cannot read the key file ${file}`)
  }
  const match = /^counterpart-at-rest-v1 ([0-9a-f]{64})\n$/.exec(text)
  if (match?.[1] === undefined) {
    throw new NodeError({ code: 'key-wrong', message: `${file} is no key file for data at rest` })
  }
  return atRest(Buffer.from(match[1], 'hex'))
}

/**
 * Refuses a file that others may read, for they could then sign or read as this node. @throws NodeError `key-wrong`,
 * and what the system says
 */
export function checkAlone(file: string): void {
  const { mode } = statSync(file)
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new NodeError({ code: 'key-wrong', message: `others may read ${file} (chmod 600)` })
}

/** On disk and whole before it has its name, or not at all. */
function makeKeyFile(file: string): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  try {
    // A node that has nothing but its keys begins without this folder.
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    const handle = openSync(draft, 'wx', 0o600)
    try {
      writeSync(handle, `counterpart-at-rest-v1 ${randomBytes(KEY_BYTES).toString('hex')}\n`)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    linkSync(draft, file)
    const folder = openSync(dirname(file), 'r')
    fsyncSync(folder)
    closeSync(folder)
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return
    throw fileFailure(cause, file, `cannot write the key file ${file}`)
  } finally {
    try {
      unlinkSync(draft)
    } catch {
      // It was never made.
    }
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
