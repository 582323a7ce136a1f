/** C2SP signed-note: a text and lines that sign it. This file knows the form only, not what is signed. */
import { base64, fromBase64 } from '#base64'
import { concat, equal } from '../bytes/bytes.ts'
import { ProtocolError, refuse } from '../errors.ts'
import { checkName } from '../keys/vkey.ts'

export const MAX_NOTE_CHARACTERS = 256 * 1024
const MAX_NOTE_LINES = 64

export interface NoteLine {
  name: string
  /** Four bytes. */
  id: Uint8Array
  signature: Uint8Array
}

export interface Note {
  /** With its final newline, without the blank line. */
  text: string
  lines: NoteLine[]
}

export function formatLine(line: NoteLine): string {
  return `— ${checkName(line.name)} ${base64(concat(line.id, line.signature))}\n`
}

/** @throws ProtocolError `bad-note` */
export function parseNote(note: string): Note {
  if (note.length > MAX_NOTE_CHARACTERS) refuse('bad-note', 'too long')
  if (!note.isWellFormed() || /[\p{Cc}--[\n\x7f-\x9f]]/v.test(note)) refuse('bad-note', 'a control character')
  const split = note.lastIndexOf('\n\n')
  if (split < 0) refuse('bad-note', 'no blank line')
  return { text: note.slice(0, split + 1), lines: parseLines(note.slice(split + 2)) }
}

/** Signature lines alone, each with its newline. @throws ProtocolError `bad-note` */
export function parseLines(block: string): NoteLine[] {
  if (block.length > MAX_NOTE_CHARACTERS) refuse('bad-note', 'too long')
  if (!block.endsWith('\n')) refuse('bad-note', 'no newline at the end')
  const lines = block.slice(0, -1).split('\n')
  if (lines.length > MAX_NOTE_LINES) refuse('bad-note', 'too many lines')
  return lines.map(parseLine)
}

/** The lines of one key. Names and ids of other keys are passed over, as the specification demands. */
export function linesOf(lines: readonly NoteLine[], name: string, id: Uint8Array): NoteLine[] {
  return lines.filter((line) => line.name === name && equal(line.id, id))
}

function parseLine(line: string): NoteLine {
  const [dash, name = '', encoded = '', ...more] = line.split(' ')
  if (dash !== '—' || more.length > 0) return refuse('bad-note', 'not a signature line')
  try {
    const bytes = fromBase64(encoded)
    if (bytes.length < 5) refuse('bad-note', 'an empty signature')
    return { name: checkName(name), id: bytes.slice(0, 4), signature: bytes.slice(4) }
  } catch (cause) {
    if (!(cause instanceof ProtocolError)) throw cause
    throw new ProtocolError({ code: 'bad-note', message: cause.code, cause })
  }
}
