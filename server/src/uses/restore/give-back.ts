/**
 * Gives the counterpart what we keep of either log and it has lost. A whole log is given only when two of our operators
 * have said so: otherwise a stolen key would empty the register through its other half.
 */
import type { Party } from '@counterpart/casework'
import { DAY } from '@counterpart/casework/civil'
import { type GiveBack, type Given, givenBytes, STEP_BOUNDS, verifyGiveBack } from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import type { CheckpointRow, DeletionRow, EntryRow, PartState, Reader } from '../../store/store.ts'
import { allOf } from '../all-of.ts'
import { GIVING_LASTS, mayHaveAll } from '../giving.ts'
import { raise } from '../incident.ts'
import { BATCH_BYTES, BATCH_ENTRIES } from '../limits.ts'
import { endOf, epochEnding, epochOf } from '../log/chain.ts'
import { changeAfter } from '../log/log-spans.ts'
import { checkSigned } from '../log/signed.ts'
import type { Node, Relation } from '../relation.ts'
import { noteLeaving } from '../send/note-leaving.ts'
import { checkTwo, lastWord, putWord } from '../word-of-two.ts'
import { openSigned } from './signed-question.ts'

export type Giving =
  | { kind: 'given'; given: Given }
  | { kind: 'refused'; code: 'bad-step' | 'unknown-key' | 'wrong-relation' | 'not-given' | 'not-found' }

/** Entries that are given without their word, to mend what a disk has lost: at once, and within a day. */
const MENDED_AT_ONCE = 16
const MENDED_A_DAY = 256

/** @throws NodeError `entry-damaged` when it is damaged here as well, `too-large` where no head is near enough to give up to */
export async function giveBack(node: Node, relation: Relation, note: string): Promise<Giving> {
  const opened = openSigned(relation, (line, keys) => verifyGiveBack(note, line, keys, node.verifier))
  if (opened.kind === 'refused') return opened
  const { asked } = opened
  if (!relation.parties.includes(asked.log)) return { kind: 'refused', code: 'wrong-relation' }
  if (!mayBeGiven(node, relation, asked)) {
    await tellWanted(node, relation, { log: asked.log, start: asked.start, question: note })
    return { kind: 'refused', code: 'not-given' }
  }
  const given = await node.store
    .read(relation.id, (reader) =>
      asked.end === 0 ? upToHead(node, relation, asked, reader) : exactly(node, relation, asked, reader),
    )
    .catch((error: unknown) => {
      tellFailed(node, relation, error)
      throw error
    })
  relation.giving.failed = null
  return given ? { kind: 'given', given } : { kind: 'refused', code: 'not-found' }
}

/** Whoever asks hears only that it cannot be had now: why, our operators are told, once for as long as it is the same. */
function tellFailed(node: Node, { id, giving }: Relation, cause: unknown): void {
  const { code, message } = cause instanceof NodeError ? cause : new NodeError({ code: 'internal' })
  if (giving.failed === code) return
  giving.failed = code
  const why = message === code ? '' : `: ${message}`
  const error = new NodeError({ code, message: `nothing can be given back${why}`, cause })
  node.events.emit({ kind: 'refused', relation: id, error })
}

function mayBeGiven(node: Node, relation: Relation, { start, end }: GiveBack): boolean {
  if (mayHaveAll(node, relation)) return true
  const entries = end - start
  if (end === 0 || entries > MENDED_AT_ONCE || entries > givableToday(node, relation)) return false
  givenToday(node, relation, entries)
  return true
}

/** How many entries that the counterpart has receipted it may be sent once more today without the operators' word. */
export function givableToday(node: Node, relation: Relation): number {
  const now = node.clock()
  if (mayHaveAll(node, relation)) return Number.MAX_SAFE_INTEGER
  const { giving } = relation
  // In either direction, so that a clock that was set back gives nothing twice.
  giving.mended = giving.mended.filter(({ at }) => Math.abs(now - at) < DAY)
  return MENDED_A_DAY - giving.mended.reduce((sum, { entries }) => sum + entries, 0)
}

export function givenToday(node: Node, relation: Relation, entries: number): void {
  if (entries > 0 && !mayHaveAll(node, relation)) relation.giving.mended.push({ at: node.clock(), entries })
}

/**
 * Tells our operators once a day that the counterpart asks for more: it has lost its database, which its operators
 * would say, or somebody else has its keys.
 */
export async function tellWanted(
  node: Node,
  relation: Relation,
  asked: Readonly<Record<string, unknown>>,
): Promise<void> {
  const now = node.clock()
  if (Math.abs(now - relation.giving.told) < DAY) return
  relation.giving.told = now
  await node.store.locked(relation.id, (writer) => raise(writer, now, 'give-back-asked', asked))
  node.events.emit({ kind: 'incident', relation: relation.id })
}

/** Gives single entries, with the head that ends at them where their author has signed one, receipted or not. */
async function exactly(
  node: Node,
  relation: Relation,
  { log, start, end, nonce }: GiveBack,
  reader: Reader,
): Promise<Given | null> {
  const rows = await reader.entries(log, start, { entries: end - start, bytes: BATCH_BYTES })
  if (rows.length === 0) return null
  const row = await reader.checkpointFrom(log, end)
  if (row?.size !== end || start + rows.length !== end)
    return { nonce, start, entries: await withParts(rows, reader), head: null }
  const { note, cosignature } = checkSigned(node, relation, row)
  // A head of ours without their receipt may be one that has not left yet.
  if (log === relation.ours && cosignature === null)
    await noteLeaving(node, relation, { epoch: epochEnding(relation, log, end).number, size: end })
  return { nonce, start, entries: await withParts(rows, reader), head: { note, cosignature } }
}

/**
 * Gives entries up to a head that both have signed, of the log that `start` is in. Entries that we took in while we
 * were brought back have no receipt yet. These are given too, under their author's head: it may have lost them since,
 * and nobody else has them. So are those on the way to a receipt that more than one message lies before, as after full
 * pouches: it follows with the last of them.
 */
async function upToHead(
  node: Node,
  relation: Relation,
  asked: GiveBack,
  reader: Reader,
): Promise<Given | null> {
  const { log, start } = asked
  const heads = await headsAfter(relation, log, start, reader)
  for (const head of heads) {
    const given = await givenTo(checkSigned(node, relation, head), asked, reader)
    if (given) return given
  }
  if (heads.length === 0) return null
  const message = `more than one message before the next signed head of ${log}, from ${start}`
  throw new NodeError({ code: 'too-large', message })
}

/** Heads to give up to, each nearer than the one before it. */
async function headsAfter(
  relation: Relation,
  log: Party,
  start: number,
  reader: Reader,
): Promise<CheckpointRow[]> {
  const chain = log === relation.ours ? relation.chain.ours : relation.chain.theirs
  const ends = Math.min(
    endOf(chain, epochOf(relation, log, start).number) ?? Number.MAX_SAFE_INTEGER,
    changeAfter(relation, start, log) ?? Number.MAX_SAFE_INTEGER,
  )
  const rows = await reader.entries(log, start, { entries: BATCH_ENTRIES, bytes: BATCH_BYTES / 4 })
  if (rows.length === 0) return []
  const behind = Math.min(start + rows.length, ends)
  const receipted = await headOver(reader, log, start, behind, true)
  // The next head that both signed may be one of the next log.
  const isWithin = receipted !== null && receipted.size <= ends
  // Our own log is given as far as they have receipted it: the rest they have by the line.
  if (!isWithin && log === relation.ours) return []
  const signed = [
    await headOver(reader, log, start, behind, false),
    await headOver(reader, log, start, start + 1, false),
  ]
  const heads = isWithin ? [receipted] : []
  for (const head of signed)
    if (head !== null && head.size <= ends && head.size < (heads.at(-1)?.size ?? Number.MAX_SAFE_INTEGER))
      heads.push(head)
  return heads
}

/** `null` where that is more than one message holds: it is weighed before its parts are read, and once more with them. */
async function givenTo(
  { size, note, cosignature }: CheckpointRow,
  { log, start, nonce }: GiveBack,
  reader: Reader,
): Promise<Given | null> {
  if (size - start > STEP_BOUNDS.entries) return null
  const rows = await reader.entries(log, start, { entries: size - start, bytes: STEP_BOUNDS.bytes })
  const read = start + rows.length
  if (read < size) {
    const next = await reader.entries(log, read, { entries: 1, bytes: 0 })
    if (next.length > 0) return null
    throw new NodeError({ code: 'entry-damaged', message: 'a log shorter than its head' })
  }
  const given = { nonce, start, entries: await withParts(rows, reader), head: { note, cosignature } }
  return givenBytes(given) > STEP_BOUNDS.bytes ? null : given
}

async function headOver(
  reader: Reader,
  log: Party,
  start: number,
  size: number,
  receipted: boolean,
): Promise<CheckpointRow | null> {
  const head =
    (await reader.checkpointFrom(log, size, receipted)) ?? (await reader.lastCheckpoint(log, receipted))
  return head && head.size > start ? head : null
}

/** Leaves out parts that either log names as destroyed, also where our own copy still waits for its day. */
async function withParts(rows: readonly EntryRow[], reader: Reader): Promise<Given['entries']> {
  const leaves = rows.map((row) => row.leaf)
  const [parts, said] = await allOf<[Map<string, PartState[]>, Map<string, DeletionRow[]>]>([
    reader.parts(leaves),
    reader.deletions(leaves),
  ])
  return rows.map((row) => {
    const gone = new Set((said.get(row.leaf) ?? []).map(({ name }) => name))
    return {
      header: row.bytes,
      parts: (parts.get(row.leaf) ?? []).flatMap((part) =>
        part.state === 'held' && !gone.has(part.name)
          ? [{ name: part.name, salt: part.salt, bytes: part.bytes }]
          : [],
      ),
    }
  })
}

/**
 * Two operators of ours say on record that the counterpart has lost what we keep for it, and how they know.
 *
 * @throws NodeError `same-officer`
 */
export async function allowGiving(
  node: Node,
  relation: Relation,
  operators: readonly [string, string],
  checked: string,
): Promise<void> {
  checkTwo(operators)
  const until = node.clock() + GIVING_LASTS
  await node.store.locked(relation.id, (writer) =>
    putWord(writer, node.clock(), 'giving-back', { operators, checked }, { until }),
  )
  relation.giving.until = until
  node.events.emit({ kind: 'incident', relation: relation.id })
}

/** Takes over what operators said before this start. */
export function recallGiving(
  relation: Relation,
  incidents: readonly { code: string; detail: unknown }[],
): void {
  relation.giving.until = lastWord<{ until: number }>(incidents, 'giving-back').until ?? 0
}
