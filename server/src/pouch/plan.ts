/** Into which files what has to be carried is divided. */
import {
  POUCH_FRAME,
  POUCH_ITEM_FRAME,
  type PouchHead,
  pouchName,
  type Step,
  utf8,
} from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import { isBehindOwnLog } from '../uses/clock/clock-word.ts'
import { BATCH_BYTES } from '../uses/limits.ts'
import { endsOf } from '../uses/log/log-spans.ts'
import { checkSigned } from '../uses/log/signed.ts'
import type { Node, Relation } from '../uses/relation.ts'
import { makeStep } from '../uses/send/batch.ts'
import { refusedBy } from '../uses/write.ts'
import type { Seals } from '../wire/seal.ts'
import { type Pieces, planPieces } from './plan-pieces.ts'

/** A part of our log for one file; of nothing, when a receipt or pieces of files alone are to be carried. */
export interface Stretch {
  start: number
  end: number
  /** Which of how many. */
  part: number
  of: number
  pieces?: Pieces
}

export interface PlannedFile extends Stretch {
  name: string
  /** What it takes at the most. */
  bytes: number
}

export interface Wish {
  /** The most bytes that a file may have. */
  most: number
  /** Index of the first entry; from what the other side has receipted when absent. */
  since?: number
  /** Where one message may end, in bytes: for tests. */
  batch?: number
}

/** Everything but entries: two notes, names, numbers. */
const STEP_FRAME = 1024

/** @throws NodeError `held-start`, `bad-query` for a beginning beyond our log, and what the store throws */
export async function planFiles(
  node: Node,
  relation: Relation,
  seals: Seals,
  wish: Wish,
): Promise<PlannedFile[]> {
  checkStarted(node, relation)
  const { size, receipted } = await node.store.read(relation.id, async (reader) => ({
    size: (await reader.heads()).ours.size,
    receipted: (await reader.lastCheckpoint(relation.ours, true))?.size ?? 0,
  }))
  const since = wish.since ?? receipted
  if (since > size)
    throw new NodeError({ code: 'bad-query', path: '/since', message: `our log has ${size} entries` })
  const found: { start: number; end: number; bytes: number }[] = []
  const last = await lastReceipts(node, relation, since)
  /** Bytes of every file around its messages, with the receipts that stand last in it. */
  const frame = last.reduce((sum, step) => sum + sizeOf(step), POUCH_FRAME)
  let file = { start: since, end: since, bytes: frame }
  for await (const step of steps(node, relation, { start: since, end: size }, wish.batch)) {
    const bytes = sizeOf(step)
    if (file.bytes + bytes > wish.most && file.bytes > frame) {
      found.push(file)
      file = { start: step.start, end: step.start, bytes: frame }
    }
    file = { ...file, end: step.start + step.entries.length, bytes: file.bytes + bytes }
  }
  found.push(file)
  const behind = await planPieces(node, relation, wish.most)
  const all = [...found, ...behind.map((one) => ({ start: size, end: size, ...one }))]
  return all.map(({ bytes, ...one }, index) => {
    const stretch = { ...one, part: index + 1, of: all.length }
    return { ...stretch, bytes, name: pouchName(headOf(relation, seals, stretch)) }
  })
}

/** The messages of a stretch, as they would go over the line; at least one, for the receipt. */
export async function* steps(
  node: Node,
  relation: Relation,
  { start, end }: Pick<Stretch, 'start' | 'end'>,
  bytes = BATCH_BYTES,
): AsyncGenerator<Step> {
  const { ours } = await node.store.read(relation.id, (reader) => reader.heads())
  if (end > ours.size) throw new NodeError({ code: 'bad-query', path: '/end' })
  const nonce = node.random(16)
  let at = start
  do {
    const step = await node.store
      .read(relation.id, (reader) => makeStep(node, relation, reader, { start: at, end, nonce, bytes }))
      .catch(async (error: unknown) => {
        await refusedBy(node, relation, error)
        throw error
      })
    at = step.start + step.entries.length
    // Where no signed head stands, nothing ends that could be sent.
    if (at > end || (step.entries.length === 0 && at < end))
      throw new NodeError({ code: 'bad-query', path: '/end' })
    yield step
  } while (at < end)
}

/** A receipt of each end of a log that is carried: whoever has none of so many has an operator who looks for a line. */
const MOST_ENDS = 64

/**
 * Receipts count in their order (ANSWER-3), and only behind what settles what is before them. Which of them the other
 * side has is not known where there is no line: those for the ends of its logs, and where it changed its keys, go once more.
 */
export async function lastReceipts(node: Node, relation: Relation, at: number): Promise<Step[]> {
  const ends = endsOf(relation, relation.theirs)
  if (ends.length === 0) return []
  return node.store.read(relation.id, async (reader) => {
    const newest = await makeStep(node, relation, reader, { start: at, end: at, nonce: node.random(16) })
    const receipts: Step[] = []
    for (const end of ends.sort((a, b) => a - b).slice(-MOST_ENDS)) {
      const receipt = await reader.checkpointFrom(relation.theirs, end, true)
      if (receipt?.size !== end || receipt.cosignature === null) continue
      if (newest.cosignature?.size === end) return receipts
      checkSigned(node, relation, receipt)
      receipts.push({ ...newest, cosignature: { size: end, lines: receipt.cosignature } })
    }
    return receipts.length > 0 ? [...receipts, newest] : []
  })
}

export function headOf(relation: Relation, seals: Seals, stretch: Stretch): PouchHead {
  const { start, end, part, of } = stretch
  return {
    relation: relation.id,
    from: relation.ours,
    to: relation.theirs,
    epoch: relation.epoch,
    keyId: seals.theirs.id,
    part,
    of,
    start,
    end,
  }
}

/** A node that may be an older copy hands nothing on: what it signs next may contradict it. */
export function checkStarted(node: Node, relation: Relation): void {
  if (relation.start === 'rolled-back') throw new NodeError({ code: 'rolled-back' })
  if (relation.start !== 'confirmed')
    throw new NodeError({ code: 'held-start', message: unheard(node, relation) })
}

/** What keeps the counterpart from being heard, as far as this node knows it. */
function unheard(node: Node, relation: Relation): string {
  const { written, held } = relation.line
  const why = isBehindOwnLog(node, relation, written) ? 'our clock is behind our own log, set it right' : held
  return `the counterpart was not heard since the start${why === null ? '' : ` (${why})`}`
}

function sizeOf({ entries, checkpoint, cosignature }: Step): number {
  let bytes =
    POUCH_ITEM_FRAME + STEP_FRAME + (checkpoint?.length ?? 0) * 4 + (cosignature?.lines.length ?? 0) * 4
  for (const { header, parts } of entries) {
    bytes += 3 + header.length
    for (const part of parts) bytes += 5 + utf8(part.name).length + part.salt.length + part.bytes.length
  }
  return bytes
}
