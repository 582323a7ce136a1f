/** Takes in what a pouch brings, message by message. */
import { type PouchHead, PouchReader, ProtocolError, type Refusal, type Step } from '@counterpart/protocol'
import { type NodeCode, NodeError } from '../errors.ts'
import type { AsideRow } from '../store/pouches.ts'
import type { Reader } from '../store/store.ts'
import { takeIn } from '../uses/receive/take-in.ts'
import type { Relation } from '../uses/relation.ts'
import { intoWhich } from '../uses/restore/incoming-epoch.ts'
import { doubt } from '../uses/send/doubt.ts'
import { LinkFailure } from '../wire/link.ts'
import { FAR, keyOf } from '../wire/seal.ts'
import { signedHead, weigh } from './authentic.ts'
import { weighNext } from './next-epoch.ts'
import { putAside } from './put-aside.ts'
import { reachOf } from './reach.ts'
import { open, openItem, type Shelf } from './shelf.ts'
import { takePiece } from './take-piece.ts'

/** What one file brought. */
export interface Taken {
  /** Entries that were new. */
  fresh: number
  /** Entries that were held already. */
  held: number
  /** Entries put aside until the part before them comes. */
  aside: number
  /** Size of our log that the other side holds, when the pouch brought the receipt that says so. */
  receipted: number | null
  /** Pieces of files that were new. */
  pieces: number
  /** Pieces of files that no entry held here names: to be read again once it is. */
  early: number
  /** Pieces that are here already, or of files that are not kept here. */
  passed: number
  /** Why the rest was not taken; what was taken before stays. */
  refused: NodeCode | null
}

type Given = Omit<Taken, 'refused'>
const NOTHING: Given = { fresh: 0, held: 0, aside: 0, receipted: null, pieces: 0, early: 0, passed: 0 }
/** One at a time for a relation. */
type Lock = <T>(work: () => Promise<T>) => Promise<T>

/**
 * @throws NodeError `pouch-…` or what the store throws, when nothing was changed; what is wrong behind something
 * that was taken is in the answer
 */
export async function readPouch(
  shelf: Shelf,
  chunks: AsyncIterable<Uint8Array>,
  alone: Lock,
): Promise<Taken> {
  const reader = new PouchReader()
  const taken: Given = { ...NOTHING }
  let [start, end] = [Number.POSITIVE_INFINITY, 0]
  let refused: NodeCode | null = null
  let epoch: number | undefined
  let isLate = false
  try {
    for await (const chunk of chunks)
      for (const piece of reader.push(chunk)) {
        if (piece.kind === 'head') {
          checkHead(shelf, piece.head)
          epoch = piece.head.epoch
        } else {
          const item = await openItem(shelf, piece.envelope, epoch)
          if ('piece' in item) {
            const is = await alone(() => takePiece(shelf, item.piece))
            taken[is === 'taken' ? 'pieces' : is] += 1
            continue
          }
          const { step } = item
          const given = await alone(() => takeStep(shelf, step, piece.envelope)).catch((error: unknown) => {
            // It is kept, and so is what stands behind it.
            if (codeOf(error) !== 'pouch-epoch-closed') throw error
            isLate = true
            return null
          })
          if (given) add(taken, given)
          start = Math.min(start, step.start)
          end = Math.max(end, step.start + step.entries.length)
        }
      }
    reader.end()
    if (isLate) throw new NodeError({ code: 'pouch-epoch-closed' })
  } catch (error) {
    refused = codeOf(error)
    const nothing = taken.fresh + taken.aside + taken.pieces === 0 && taken.receipted === null
    if (refused === null || nothing)
      throw refused === null ? error : new NodeError({ code: refused, cause: error })
  }
  if (end > 0 || taken.receipted !== null) {
    const row = { way: 'in' as const, at: shelf.node.clock(), start: Math.min(start, end), end }
    await shelf.pouches.putCarried(shelf.relation.id, row)
  }
  return { ...taken, refused }
}

/** Takes in what was put aside, as far as there is no gap before it any more. Says whether any still waits. */
export async function closeGaps(shelf: Shelf): Promise<boolean> {
  const { node, relation, pouches } = shelf
  for (;;) {
    const all = await pouches.aside(relation.id)
    const found = await node.store.read(relation.id, (reader) => firstReached(relation, all, reader))
    if (!found) return all.length > 0
    const { next, reach } = found
    const sealed = await pouches.sealed(relation.id, next)
    if (sealed && next.end > reach)
      try {
        await takeStep(shelf, await open(shelf, sealed), sealed)
      } catch (error) {
        // What is no use any more, or never was, does not stand in the way of what comes after it.
        if (codeOf(error) === null) throw error
      }
    await pouches.dropAside(relation.id, next)
  }
}

/** The first waiting part without a gap before it: in each log that can only be the first one. */
async function firstReached(
  relation: Relation,
  all: readonly AsideRow[],
  reader: Reader,
): Promise<{ next: AsideRow; reach: number } | null> {
  const looked = new Set<number>()
  for (const next of all) {
    if (looked.has(next.epoch)) continue
    looked.add(next.epoch)
    const reach = await reachOf(relation, next.epoch, reader)
    if (next.start <= reach) return { next, reach }
  }
  return null
}

async function takeStep(shelf: Shelf, step: Step, sealed: Uint8Array): Promise<Given> {
  const { node, relation } = shelf
  if (step.entries.length === 0) return receiptOf(shelf, step)
  const { theirs } = await node.store.read(relation.id, (reader) => reader.heads())
  if (step.epoch > theirs.epoch && step.start > theirs.size)
    return aside(shelf, step, sealed, weighNext(node, relation, step, theirs) === 'signed')
  const into = intoWhich(node, relation, step, theirs, false)
  if (into.kind === 'closed') {
    const reach = await node.store.read(relation.id, (reader) => reachOf(relation, step.epoch, reader))
    if (step.start > reach) {
      const signed = signedHead(node, relation, step)
      if (typeof signed === 'string' && signed !== 'pouch-unknown-key') throw new NodeError({ code: signed })
      return aside(shelf, step, sealed, typeof signed !== 'string')
    }
  }
  // It is of an ended log or of the next one: only what is signed, on what is held, can be told from nothing.
  if (into.kind !== 'known') return takeOther(shelf, step)
  const signed = signedHead(node, relation, step)
  if (typeof signed === 'string') {
    // What stands before it may name the key: nobody is known to have signed it yet.
    if (signed === 'pouch-unknown-key' && step.start > theirs.size) return aside(shelf, step, sealed, false)
    throw new NodeError({ code: signed })
  }
  const weighed = await node.store.read(relation.id, async (reader) => {
    const { theirs } = await reader.heads()
    return step.start > theirs.size ? 'early' : weigh(relation, step, signed, reader)
  })
  if (weighed === 'early') return aside(shelf, step, sealed, true)
  if (weighed === 'not-signed') throw new NodeError({ code: 'pouch-not-signed' })
  const accepted = await takeIn(node, relation, step, 'pouch')
  if (accepted.kind === 'refused') {
    // It may be we who were brought back from an old copy.
    if (accepted.code === 'seen-beyond') doubt(node, relation, true)
    throw new NodeError({
      code: CONTRADICTIONS.includes(accepted.code) ? 'pouch-contradicts' : 'pouch-not-signed',
    })
  }
  const { fresh, delivered, marked } = accepted
  // Where there is a line, the answer does not wait for the next pouch.
  if (marked) node.events.emit({ kind: 'due', relation: relation.id })
  return { ...NOTHING, fresh, held: step.entries.length - fresh, receipted: delivered }
}

async function takeOther({ node, relation }: Shelf, step: Step): Promise<Given> {
  const accepted = await takeIn(node, relation, step, 'pouch')
  if (accepted.kind === 'accepted') {
    if (accepted.marked) node.events.emit({ kind: 'due', relation: relation.id })
    return { ...NOTHING, fresh: accepted.fresh, receipted: accepted.delivered }
  }
  throw new NodeError({ code: OF_ENDED[accepted.code] ?? 'pouch-not-signed' })
}

const OF_ENDED: Partial<Record<Refusal, NodeCode>> = {
  'another-relation': 'pouch-contradicts',
  'epoch-closed': 'pouch-epoch-closed',
  'late-full': 'pouch-late-full',
  'late-other': 'pouch-late-other',
  'unknown-key': 'pouch-unknown-key',
}

const CONTRADICTIONS: readonly string[] = ['fork', 'seen-beyond', 'another-relation']

async function aside(shelf: Shelf, step: Step, sealed: Uint8Array, isSigned: boolean): Promise<Given> {
  const waiting = await putAside(shelf, step, sealed, isSigned)
  return { ...NOTHING, aside: waiting }
}

/** A step without entries brings a receipt, wherever it says that it begins. */
async function receiptOf({ node, relation }: Shelf, step: Step): Promise<Given> {
  const { theirs } = await node.store.read(relation.id, (reader) => reader.heads())
  const bare: Step = { ...step, start: theirs.size, checkpoint: null }
  const accepted = await takeIn(node, relation, bare, 'pouch')
  return { ...NOTHING, receipted: accepted.kind === 'accepted' ? accepted.delivered : null }
}

function checkHead({ relation, seals }: Shelf, head: PouchHead): void {
  if (head.relation !== relation.id) throw new NodeError({ code: 'pouch-other-relation' })
  if (head.from === relation.ours) throw new NodeError({ code: 'pouch-own' })
  // A later one begins with what says so; what is older may hold what is kept apart.
  if (head.epoch > relation.theirEpoch + FAR) throw new NodeError({ code: 'pouch-other-epoch' })
  if (!keyOf(seals, head.keyId)) throw new NodeError({ code: 'pouch-unknown-key' })
}

export function isNoUse(error: unknown): boolean {
  return codeOf(error) !== null
}

/** `null` for what is no fault of the pouch. */
function codeOf(error: unknown): NodeCode | null {
  if (error instanceof ProtocolError) return error.code === 'newer-pouch' ? 'pouch-newer' : 'pouch-damaged'
  if (error instanceof LinkFailure)
    return error.code === 'unknown-key' ? 'pouch-unknown-key' : 'pouch-damaged'
  return error instanceof NodeError && error.code.startsWith('pouch-') ? error.code : null
}

function add(sum: Given, more: Given): void {
  sum.fresh += more.fresh
  sum.held += more.held
  sum.aside += more.aside
  sum.receipted = more.receipted ?? sum.receipted
}
