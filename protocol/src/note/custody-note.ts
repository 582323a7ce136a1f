/**
 * A note of our own that a party's custody keys sign: a title, named lines, and exactly two signatures of types that
 * no cosignature and no checkpoint has, so that none of them can be taken for another.
 */
import { concat } from '../bytes/bytes.ts'
import { utf8 } from '../bytes/utf8.ts'
import { type ProtocolCode, refuse } from '../errors.ts'
import type { NoteKeys, NoteSigner, Verifier } from '../keys/ports.ts'
import { keyIdOf } from '../keys/vkey.ts'
import { formatLine, linesOf, parseNote } from './note.ts'

/** Names with their values, in order; a name may stand several times. */
export type NoteFields = readonly (readonly [string, string])[]

export interface NoteForm<T> {
  title: string
  names: readonly string[]
  /** For another form than this. */
  code: ProtocolCode
  /** Throws for values that cannot be. */
  read: (values: readonly string[]) => T
}

const typesOf = (title: string) => ({
  ed25519: concat(Uint8Array.of(0xff), utf8(`${title} ed25519`)),
  mlDsa44: concat(Uint8Array.of(0xff), utf8(`${title} ml-dsa-44`)),
})

export function signCustodyNote(title: string, fields: NoteFields, signer: NoteSigner): string {
  const body = `${[title, ...fields.map(([name, value]) => `${name} ${value}`)].join('\n')}\n`
  const message = utf8(body)
  const types = typesOf(title)
  const { name, ed25519, mlDsa44 } = signer
  const lines = [
    { name, id: keyIdOf(name, types.ed25519, ed25519.publicKey), signature: ed25519.sign(message) },
    { name, id: keyIdOf(name, types.mlDsa44, mlDsa44.publicKey), signature: mlDsa44.sign(message) },
  ]
  return `${body}\n${lines.map(formatLine).join('')}`
}

/** What it says, whoever signed it: nothing of it is to be believed. @throws ProtocolError `code` for another form */
export function readCustodyNote<T>(note: string, { title, names, code, read }: NoteForm<T>): T {
  return read(fieldsOf(note, title, names, code))
}

/**
 * What `read` makes of the values, in the order of the names. Nothing of it is to be believed before this has returned.
 * @throws ProtocolError `bad-note`, `missing-signature`, `bad-signature`, and `code` for another form
 */
export function openCustodyNote<T>(note: string, form: NoteForm<T>, keys: NoteKeys, verifier: Verifier): T {
  const value = readCustodyNote(note, form)
  const { text, lines } = parseNote(note)
  if (lines.length !== 2) refuse('bad-note', 'exactly two lines')
  const types = typesOf(form.title)
  const classical = linesOf(lines, keys.name, keyIdOf(keys.name, types.ed25519, keys.ed25519))[0]
  const second = linesOf(lines, keys.name, keyIdOf(keys.name, types.mlDsa44, keys.mlDsa44))[0]
  if (!classical || !second) return refuse('missing-signature', 'a line of a known key is missing')
  const message = utf8(text)
  if (!verifier.ed25519(keys.ed25519, message, classical.signature)) refuse('bad-signature', 'Ed25519')
  if (!verifier.mlDsa44(keys.mlDsa44, message, second.signature)) refuse('bad-signature', 'ML-DSA-44')
  return value
}

function fieldsOf(note: string, title: string, names: readonly string[], code: ProtocolCode): string[] {
  const lines = parseNote(note).text.split('\n')
  if (lines.length !== names.length + 2 || lines[0] !== title || lines.at(-1) !== '')
    refuse(code, 'another form')
  return names.map((name, index) => {
    const line = lines[index + 1] ?? ''
    if (!line.startsWith(`${name} `)) refuse(code, 'another form')
    return line.slice(name.length + 1)
  })
}
