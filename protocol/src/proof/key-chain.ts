/** From the keys that were exchanged face to face to those of today, by nothing but what was signed since. */
import { base64 } from '#base64'
import { hex } from '../bytes/bytes.ts'
import { changeKey, isFull, type KeyRecord, namedIn } from '../checkpoint/key-changes.ts'
import { firstSpan, type KeySpan } from '../checkpoint/key-spans.ts'
import { parseHeader } from '../entry/codec.ts'
import { leafHashBytes } from '../entry/leaf.ts'
import { type EpochNotes, verifyOpening } from '../epoch/opening.ts'
import { ProtocolError, refuse } from '../errors.ts'
import { domainIn } from '../keys/names.ts'
import type { NoteKeys, Verifier } from '../keys/ports.ts'
import { type ChainLog, checkEnd, headOf } from './log-end.ts'
import { type Authored, type Proven, parseProof, verifyAuthorship, verifyProofAt } from './proof.ts'

/** What began a log after the first, or the proof of an entry that names other keys. */
export type KeyStep = EpochNotes | { proof: string }

/** As it was read from JSON: nothing of it is followed yet. @throws ProtocolError `bad-key` */
export function readKeySteps(given: unknown): KeyStep[] {
  if (!Array.isArray(given) || !given.every(isStep)) return refuse('bad-key', 'no list of steps')
  return given
}

function isStep(value: unknown): value is KeyStep {
  const { opening, closing, proof } = (value ?? {}) as Record<string, unknown>
  return typeof proof === 'string' || (typeof opening === 'string' && typeof closing === 'string')
}

export interface ChainKeys {
  side: string
  /** The keys of the first log. */
  log: NoteKeys
  custody: NoteKeys
  /** In the order of the log. */
  since?: readonly KeyStep[]
}

export interface SideChain {
  logs: readonly ChainLog[]
  custody: readonly KeySpan[]
  seals: readonly string[]
}

export interface KeyChain {
  sides: ReadonlyMap<string, SideChain>
  /** The first step of a side that leads nowhere, and why; those after it are not looked at. */
  broken: { side: string; cause: ProtocolError } | null
}

/** How far the steps of both sides were followed. */
interface Followed {
  relation: string
  verifier: Verifier
  /** Public keys that serve another name from the beginning. */
  exchanged: readonly string[]
  sides: Map<string, SideChain>
  waiting: Map<string, KeyStep[]>
}

/** A step that is signed by its author, and by the other side with a key that is not reached yet. */
interface Assumed {
  side: string
  step: KeyStep
  /** What the step was made from. */
  before: SideChain
}

/** So many steps may wait for each other: each is verified anew with every one that is added. */
const MOST_ASSUMED = 16

/**
 * A change is proven like any entry: under the keys before it, and held by the other side, whose own changes may
 * have to come first. Where both changed their keys before either knew of it, each signed for the other's change with a
 * key that this change alone leads to: they are followed together, or not at all.
 *
 * @param reader the side that would have to hold what the other changed: where it gave no receipt yet, or has lost that it
 * did or under which key, it takes from its author what it would take as an entry
 */
export function verifyKeyChain(
  relation: string,
  keys: readonly ChainKeys[],
  verifier: Verifier,
  reader: string | null = null,
): KeyChain {
  let at: Followed = {
    relation,
    verifier,
    exchanged: keys.flatMap(({ log, custody }) => keysIn(firstOf({ log, custody }))),
    sides: new Map(keys.map((one) => [one.side, firstOf(one)])),
    waiting: new Map(keys.map(({ side, since = [] }) => [side, [...since]])),
  }
  for (;;) {
    const broken = follow(at)
    // What its author alone signed is one step; of steps that wait for each other many are tried.
    const further = broken && (told(reader, at) ?? together(at))
    if (!further) return { sides: at.sides, broken }
    at = further
  }
}

/** The next step of who tells it to `reader`. */
function told(reader: string | null, at: Followed): Followed | null {
  const tellers = [...at.sides.keys()].filter((side) => side !== reader)
  return reader !== null && assume(tellers, at) !== null ? at : null
}

/** As far as one step after the other leads; what is left of a side begins with the one that leads nowhere. */
function follow(at: Followed): KeyChain['broken'] {
  for (;;) {
    let [moved, broken] = [false, null as KeyChain['broken']]
    for (const [side, left] of at.waiting) {
      const [next] = left
      if (next === undefined) continue
      try {
        at.sides.set(side, after(next, side, at))
        left.shift()
        moved = true
      } catch (cause) {
        if (!(cause instanceof ProtocolError)) throw cause
        broken ??= { side, cause }
      }
    }
    if (!moved) return broken
  }
}

/** `null` where no steps of both sides hold each other up. */
function together(at: Followed): Followed | null {
  const sides = [...at.sides.keys()]
  for (const order of [sides, sides.toReversed()]) {
    const trial: Followed = {
      ...at,
      sides: new Map(at.sides),
      waiting: new Map([...at.waiting].map(([side, left]) => [side, [...left]])),
    }
    let open: Assumed[] = []
    while (open.length < MOST_ASSUMED) {
      const one = assume(order, trial)
      if (one === null) break
      open.push(one)
      follow(trial)
      open = open.filter((assumed) => !isHeld(assumed, trial))
      if (open.length === 0) return trial
    }
  }
  return null
}

function assume(order: readonly string[], at: Followed): Assumed | null {
  for (const side of order) {
    const [before, left] = [at.sides.get(side), at.waiting.get(side) ?? []]
    const [step] = left
    if (before === undefined || step === undefined) continue
    try {
      at.sides.set(side, after(step, side, at, 'signed'))
      left.shift()
      return { side, step, before }
    } catch (cause) {
      if (!(cause instanceof ProtocolError)) throw cause
    }
  }
  return null
}

function isHeld({ side, step, before }: Assumed, at: Followed): boolean {
  try {
    after(step, side, { ...at, sides: new Map(at.sides).set(side, before) })
    return true
  } catch (cause) {
    if (cause instanceof ProtocolError) return false
    throw cause
  }
}

/** Verifies the proof of an entry in whichever log of the chain: `index` and `size` count over all of them. @throws ProtocolError as `verifyProofAt` */
export function verifyInChain(
  proof: string,
  author: SideChain,
  holder: SideChain,
  verifier: Verifier,
): Proven {
  const log = logOf(proof, author)
  return placed(proof, verifyProofAt(proof, { log: log.keys, custody: holder.custody }, verifier), log)
}

/** The same, whether anybody held it or not. */
export function authorshipIn(proof: string, author: SideChain, verifier: Verifier): Authored {
  const log = logOf(proof, author)
  return placed(proof, verifyAuthorship(proof, log.keys, verifier), log)
}

function placed<T extends Authored>(proof: string, entry: T, log: ChainLog): T {
  checkEnd(headOf(proof), log)
  return { ...entry, index: log.base + entry.index, size: log.base + entry.size }
}

function logOf(proof: string, { logs }: SideChain): ChainLog {
  const origin = parseProof(proof).note.split('\n', 1)[0]
  const log = logs.find(({ name }) => name === origin)
  if (!log) throw new ProtocolError({ code: 'wrong-origin', message: 'a log that nothing led to' })
  return log
}

/** What one reader was given and another has are the same steps as far as both go, or somebody tells two stories. */
export function isContinued(shorter: readonly KeyStep[], longer: readonly KeyStep[]): boolean {
  return shorter.every((step, at) => {
    const other = longer[at]
    return other !== undefined && idOf(step) === idOf(other)
  })
}

function idOf(step: KeyStep): string {
  if ('opening' in step) return `${step.opening}\n${step.closing}`
  try {
    return hex(leafHashBytes(parseProof(step.proof).extra ?? new Uint8Array()))
  } catch (error) {
    if (error instanceof ProtocolError) return step.proof
    throw error
  }
}

function firstOf({ log, custody }: Pick<ChainKeys, 'log' | 'custody'>): SideChain {
  const first = { number: 1, base: 0, name: log.name, keys: firstSpan(log) }
  return { logs: [first], custody: firstSpan(custody), seals: [] }
}

function keysIn({ logs, custody, seals }: SideChain): string[] {
  return namedIn({ log: logs.flatMap(({ keys }) => keys), custody, seals })
}

/** `signed`: by its author; whether the other side held it is not looked at. */
function after(
  step: KeyStep,
  side: string,
  { relation, sides, exchanged, verifier }: Followed,
  proven: 'held' | 'signed' = 'held',
): SideChain {
  const own = sides.get(side)
  const [party, other] = [...sides].find(([name]) => name !== side) ?? []
  const last = own?.logs.at(-1)
  if (!own || !last || !party || !other)
    throw new ProtocolError({ code: 'bad-key', message: 'no keys of both sides' })
  if ('opening' in step) {
    const parties = {
      relation,
      party: side,
      domain: domainIn(own.custody.at(-1)?.keys.name ?? '', relation),
      custody: own.custody,
      other: { party, custody: proven === 'held' ? other.custody : null },
    }
    const { epoch, closing } = verifyOpening(step, last, parties, verifier)
    const { number, base, log } = epoch
    if (
      [...exchanged, ...keysIn(own)].some((key) => key === base64(log.ed25519) || key === base64(log.mlDsa44))
    )
      throw new ProtocolError({ code: 'bad-epoch', message: 'a key that was used before' })
    const ended = { ...last, end: { size: closing.size - last.base, root: closing.root } }
    // It names all that was ever held: a change under a head that it does not name leads nowhere.
    for (const head of last.heads ?? []) checkEnd(head, ended)
    const next = { number, base, name: log.name, keys: firstSpan(log) }
    return { ...own, logs: [...own.logs.slice(0, -1), ended, next] }
  }
  const entryUnder = (author: SideChain) =>
    proven === 'held'
      ? verifyInChain(step.proof, author, other, verifier)
      : authorshipIn(step.proof, author, verifier)
  const { header, index } = entryUnder(own)
  const read = parseHeader(header)
  if (read.kind !== 'key')
    throw new ProtocolError({ code: 'bad-key', message: 'an entry that changes no key' })
  // No node counts it: who followed it here would have other keys than they.
  if (isFull({ ...own, logs: own.logs.map(({ keys }) => keys) }, read.use))
    throw new ProtocolError({ code: 'bad-key', message: 'more changes than count' })
  if (index < last.base) throw new ProtocolError({ code: 'bad-key', message: 'of a log that had ended' })
  const taken = new Set([...exchanged, ...keysIn(own)])
  const record: KeyRecord = { log: last.keys, custody: own.custody, seals: own.seals }
  const next = changeKey(record, index - last.base, read, taken)
  const changed = {
    logs: [
      ...own.logs.slice(0, -1),
      { ...last, keys: next.log, heads: [...(last.heads ?? []), headOf(step.proof)] },
    ],
    custody: next.custody,
    seals: next.seals,
  }
  // Where a log changes its keys, the head that ends there carries the new ones too.
  entryUnder(changed)
  return changed
}
