import { refuse } from '../errors.ts'
import { isPlainNumber, isPlainText, MAX_JSON_DEPTH } from './parse-json.ts'

/**
 * The one text of a value (RFC 8785): used to write bytes the first time and to hash what nobody sent
 * as bytes. Bytes that were received are never written again. Whatever it gives, `parseJson` accepts.
 * @throws ProtocolError `bad-json` for anything that is not plain JSON, also a member that is undefined
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0)
}

function write(value: unknown, depth: number): string {
  if (depth > MAX_JSON_DEPTH) refuse('bad-json', 'too deep')
  if (value === null || value === true || value === false) return String(value)
  if (typeof value === 'number') {
    if (!isPlainNumber(value)) refuse('bad-json', 'number out of range')
    return String(value)
  }
  if (typeof value === 'string') return writeText(value)
  if (Array.isArray(value)) return writeArray(value, depth)
  if (typeof value !== 'object') refuse('bad-json', `${typeof value} is not JSON`)
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) refuse('bad-json', 'not a plain object')
  return writeObject(value as Record<string, unknown>, depth)
}

// One text that grows: every state of every act is written so on both sides, and lists of pieces are garbage.

function writeArray(items: readonly unknown[], depth: number): string {
  let out = '['
  for (let at = 0; at < items.length; at++) out += (at === 0 ? '' : ',') + write(items[at], depth + 1)
  return `${out}]`
}

function writeObject(members: Readonly<Record<string, unknown>>, depth: number): string {
  let out = '{'
  // By UTF-16 code units, which is how this sorts.
  for (const name of Object.keys(members).sort())
    out += `${out === '{' ? '' : ','}${writeName(name)}:${write(members[name], depth + 1)}`
  return `${out}}`
}

function writeName(name: string): string {
  if (name === '__proto__') refuse('bad-json', 'forbidden member')
  return writeText(name)
}

function writeText(value: string): string {
  if (!isPlainText(value)) refuse('bad-json', 'text not in normal form C')
  return JSON.stringify(value)
}
