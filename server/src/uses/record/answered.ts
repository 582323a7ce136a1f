/**
 * Finds what a request was answered, so that the same request is recorded only once. The answer is stored with its act;
 * after a loss it is taken from the act that was given back.
 */
import { canonicalJson, hex, sha256, utf8 } from '@counterpart/protocol'
import { MARK_BYTES } from '../../keys/request-marks.ts'
import type { EntryRow, PartRow, Reader, Writer } from '../../store/store.ts'
import { allOf } from '../all-of.ts'
import type { ActCommand, Command, Recorded } from '../command.ts'
import { headerOf } from '../log/entry.ts'
import type { Relation } from '../relation.ts'

export interface Kept {
  /** Digest of the whole command: the same request id for something else is a mistake and no repeat. */
  command: string
  answer: Recorded
}

interface Given {
  /** The beginning of `contentOf`. */
  content: string
  answer: Recorded
}

export type Answered = Kept | Given

/** So many bytes of a mark name the request; the rest names what was asked for. */
const REQUEST_BYTES = 10

type Answers = Pick<Reader, 'answered' | 'entryByLeaf'>

/** The fields by which a repeated command finds its first answer. */
type Asked = Pick<ActCommand, 'request' | 'approver'>

export function answered(reader: Answers, relation: Relation, asked: Asked): Promise<Answered | null> {
  const { request } = asked
  return isOfTwo(asked) ? approvedAnswer(reader, relation, request) : kept(reader, relation, request)
}

/** The answer to a draft once somebody has approved it. */
export async function approvedAnswer(
  reader: Answers,
  relation: Relation,
  draft: string,
): Promise<Answered | null> {
  const found = await kept(reader, relation, approvedName(draft))
  if (found) return found
  // An earlier version kept it under the draft's id, where it also kept what one person did.
  const former = await kept(reader, relation, draft)
  const row = former && (await reader.entryByLeaf(former.answer.leaf, relation.ours))
  const header = row && headerOf(row)
  return header && 'approver' in header ? former : null
}

async function kept(reader: Answers, { chain }: Relation, name: string): Promise<Answered | null> {
  const [stored, given] = await allOf([
    reader.answered(name),
    // Entries can only have been given back before a later log: in the first there is nothing to look for.
    chain.ours.length > 1 ? reader.answered(givenName(hashOf(name))) : Promise.resolve(null),
  ])
  return (stored ?? given) as Answered | null
}

/** The name under which an answer is kept: an act of one person, whatever its id, is never taken for one of two. */
export function answerName(asked: Asked): string {
  return isOfTwo(asked) ? approvedName(asked.request) : asked.request
}

function isOfTwo({ approver }: Asked): boolean {
  return approver !== undefined
}

/** `digest`: of the whole command. */
export function isRepeat(
  earlier: Answered,
  { command, digest }: { command: Command; digest: string },
): boolean {
  if ('command' in earlier) return earlier.command === digest
  return earlier.content === hex(markOf(command).subarray(REQUEST_BYTES))
}

/** The salt of an act's kept part, which hides the mark and is never destroyed; `null` for a node without the key for it. */
export function saltFor({ marks }: Relation, command: Command, random: Uint8Array): Uint8Array | null {
  return marks?.hide(markOf(command), random) ?? null
}

/** Stores which requests our own given-back entries answer. */
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
    const name = givenName(mark.subarray(0, REQUEST_BYTES))
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
  mark.set(hashOf(answerName(command)))
  mark.set(contentOf(command).subarray(0, MARK_BYTES - REQUEST_BYTES), REQUEST_BYTES)
  return mark
}

function hashOf(name: string): Uint8Array {
  return sha256(utf8(`counterpart request v1\n${name}`)).subarray(0, REQUEST_BYTES)
}

/**
 * What was asked for, and by which office. Persons are left out, for they have other ids after a register was made
 * anew. So are position and `over`, for with the act itself in it the dossier shows others.
 */
function contentOf(command: Command): Uint8Array {
  const { request, author, approver, position, over, ...said } = command as Command & {
    author?: { office: string }
    approver?: string
    position?: string | null
    over?: number
  }
  return sha256(utf8(canonicalJson({ ...said, office: author?.office ?? null })))
}

/** It has a space, which no id that a client may choose has. */
function givenName(request: Uint8Array): string {
  return `given ${hex(request)}`
}

function approvedName(draft: string): string {
  return `approved ${draft}`
}
