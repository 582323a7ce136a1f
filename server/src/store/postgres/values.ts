/** How values of the database are read and written: no silent rounding, no Buffer, nothing a key cannot hold. */
import { createHash } from 'node:crypto'
import pg from 'pg'
import { NodeError } from '../../errors.ts'
import { isLeaf } from '../continues.ts'

const INT8 = 20
const BYTEA = 17

/** For every client: int8 as a number that is exact, bytea as a plain Uint8Array. */
export const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (format !== 'binary' && oid === INT8) return exact
    if (format !== 'binary' && oid === BYTEA) return bytes
    return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text')
  }) as pg.CustomTypesConfig['getTypeParser'],
}

function exact(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) {
    throw new NodeError({ code: 'entry-damaged', message: 'a number of the database is too large' })
  }
  return value
}

function bytes(text: string): Uint8Array {
  const found = Buffer.from(text.slice(2), 'hex')
  return new Uint8Array(found.buffer, found.byteOffset, found.length)
}

/** The bytes of a leaf or id that may come from outside; `null` when it is no hash, so that half of one finds nothing. */
export function hashOrNull(hex: string): Buffer | null {
  return isLeaf(hex) ? Buffer.from(hex, 'hex') : null
}

export function hashesIn(hexes: readonly string[]): Buffer[] {
  return [...new Set(hexes)].map(hashOrNull).filter((hash) => hash !== null)
}

export function hashOf(hex: string): Buffer {
  const hash = hashOrNull(hex)
  if (hash === null) throw new NodeError({ code: 'internal', message: 'store: an id that is no hash' })
  return hash
}

export function hexOf(hash: Uint8Array): string {
  return Buffer.from(hash.buffer, hash.byteOffset, hash.length).toString('hex')
}

/**
 * What is looked up by comes in part from the other side's acts. Text columns take no NUL and an index no
 * long row; neither may stop the log it came in, so such words are looked up by their hash.
 */
export function wordKey(word: string): string {
  if (word.length <= 200 && !word.includes('\0') && word.isWellFormed() && !word.startsWith('sha256 '))
    return word
  return `sha256 ${createHash('sha256').update(JSON.stringify(word)).digest('hex')}`
}

const HASH = 32

export function joinHashes(hashes: readonly Uint8Array[]): Buffer {
  return Buffer.concat(hashes)
}

export function splitHashes(joined: Uint8Array): Uint8Array[] {
  if (joined.length % HASH !== 0) {
    throw new NodeError({ code: 'entry-damaged', message: 'a stored frontier is no row of hashes' })
  }
  return Array.from({ length: joined.length / HASH }, (_, i) => joined.slice(i * HASH, (i + 1) * HASH))
}
