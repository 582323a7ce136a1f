/**
 * What a request was answered: as it was stored with its act, or as it follows from the act itself, which was given back to
 * a node that has lost the answer. The same request is then recorded no second time.
 */
import { canonicalJson, hex, sha256, utf8 } from '@counterpart/protocol'
import { MARK_BYTES } from '../../keys/request-marks.ts'
import type { EntryRow, PartRow, Reader, Writer } from '../../store/store.ts'
import { allOf } from '../all-of.ts'
import type { Relation } from '../relation.ts'
import type { Command, Recorded } from './command.ts'

export interface Kept {
  /** Of the whole command: the same request id for something else is a mistake, not a repeat. */
  command: string
  answer: Recorded
}

interface Given {
  /** As `contentOf`, cut. */
  content: string
  answer: Recorded
}

export type Answered = Kept | Given

/** Of a mark: so much of it names the request, and the rest what was asked for. */
const REQUEST_BYTES = 10

export async function answered(
  reader: Reader,
  relation: Relation,
  request: string,
): Promise<Answered | null> {
  const [stored, given] = await allOf([
    reader.answered(request),
    // What was given back is followed by another log: in the first there is nothing to look for.
    relation.chain.ours.length > 1 ? reader.answered(nameOf(requestOf(request))) : Promise.resolve(null),
  ])
  return (stored ?? given) as Answered | null
}

/** `digest`: of the whole command. */
export function isRepeat(
  earlier: Answered,
  { command, digest }: { command: Command; digest: string },
): boolean {
  if ('command' in earlier) return earlier.command === digest
  return earlier.content === hex(markOf(command).subarray(REQUEST_BYTES))
}

/** The salt of an act's kept part, which is never destroyed; `null` for a node that has no key for it. */
export function saltFor({ marks }: Relation, command: Command, random: Uint8Array): Uint8Array | null {
  return marks?.hide(markOf(command), random) ?? null
}

/** Of our own entries that were given back: which requests they answer. */
export async function keepAnswered(
  { marks }: Relation,
  rows: readonly EntryRow[],
  parts: readonly PartRow[],
  writer: Writer,
): Promise<void> {
  if (marks === null) return
  const salts = new Map(parts.flatMap(({ leaf, name, salt }) => (name === 'kept' ? [[leaf, salt]] : [])))
  const given = new Map<string, Given>()
  for (const { leaf, index, dossier } of rows) {
    const salt = salts.get(leaf)
    if (salt === undefined || dossier === null) continue
    const mark = marks.read(salt)
    const name = nameOf(mark.subarray(0, REQUEST_BYTES))
    const answer: Recorded = { kind: 'recorded', dossier, leaf, index, word: 'recorded' }
    if (!given.has(name)) given.set(name, { content: hex(mark.subarray(REQUEST_BYTES)), answer })
  }
  await allOf(
    [...given].map(async ([name, one]) => {
      if ((await writer.answered(name)) === null) await writer.putAnswered(name, one)
    }),
  )
}

function markOf(command: Command): Uint8Array {
  const mark = new Uint8Array(MARK_BYTES)
  mark.set(requestOf(command.request))
  mark.set(contentOf(command).subarray(0, MARK_BYTES - REQUEST_BYTES), REQUEST_BYTES)
  return mark
}

function requestOf(request: string): Uint8Array {
  return sha256(utf8(`counterpart request v1\n${request}`)).subarray(0, REQUEST_BYTES)
}

/**
 * What was asked for, by which office. Not by whom: persons have other ids after a register was made anew. Nor at which
 * position: with the act itself in it the dossier shows another.
 */
function contentOf(command: Command): Uint8Array {
  const { request, author, approver, position, ...said } = command as Command & {
    author?: { office: string }
    approver?: string
    position?: string | null
  }
  return sha256(utf8(canonicalJson({ ...said, office: author?.office ?? null })))
}

/** No id that a client may choose has a space in it. */
function nameOf(request: Uint8Array): string {
  return `given ${hex(request)}`
}
