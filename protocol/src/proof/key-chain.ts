/** From the keys that were exchanged face to face to those of today, by nothing but what was signed since. */
import { hex } from '../bytes/bytes.ts'
import { changeKey, type KeyRecord, namedIn } from '../checkpoint/key-changes.ts'
import { firstSpan, type KeySpan } from '../checkpoint/key-spans.ts'
import { parseHeader } from '../entry/codec.ts'
import { leafHashBytes } from '../entry/leaf.ts'
import { type EpochNotes, verifyOpening } from '../epoch/opening.ts'
import { ProtocolError, refuse } from '../errors.ts'
import { domainIn } from '../keys/names.ts'
import type { NoteKeys, Verifier } from '../keys/ports.ts'
import { type Proven, parseProof, verifyProofAt } from './proof.ts'

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
  /** Of the first log. */
  log: NoteKeys
  custody: NoteKeys
  /** In the order of the log. */
  since?: readonly KeyStep[]
}

export interface SideChain {
  /** Each with its place in the chain, and the keys of its own. */
  logs: readonly { number: number; base: number; name: string; keys: readonly KeySpan[] }[]
  custody: readonly KeySpan[]
  seals: readonly string[]
}

export interface KeyChain {
  sides: ReadonlyMap<string, SideChain>
  /** The first step of a side that leads nowhere, and why; those after it are not looked at. */
  broken: { side: string; cause: ProtocolError } | null
}

/**
 * A change is proven like any entry: under the keys before it, and held by the other side, whose own changes may
 * have to come first.
 */
export function verifyKeyChain(relation: string, keys: readonly ChainKeys[], verifier: Verifier): KeyChain {
  const sides = new Map(keys.map((one) => [one.side, firstOf(one)]))
  const exchanged = keys.flatMap(({ log, custody }) => keysIn(firstOf({ log, custody })))
  const waiting = new Map(keys.map(({ side, since = [] }) => [side, [...since]]))
  for (;;) {
    let [moved, broken] = [false, null as KeyChain['broken']]
    for (const [side, left] of waiting) {
      const [next] = left
      if (next === undefined) continue
      try {
        sides.set(side, after(next, { relation, side, sides, exchanged }, verifier))
        left.shift()
        moved = true
      } catch (cause) {
        if (!(cause instanceof ProtocolError)) throw cause
        broken ??= { side, cause }
      }
    }
    if (!moved) return { sides, broken }
  }
}

/** Of an entry in whichever log of the chain: `index` counts over all of them. @throws ProtocolError as `verifyProofAt` */
export function verifyInChain(
  proof: string,
  author: SideChain,
  holder: SideChain,
  verifier: Verifier,
): Proven {
  const origin = parseProof(proof).note.split('\n', 1)[0]
  const log = author.logs.find(({ name }) => name === origin)
  if (!log) throw new ProtocolError({ code: 'wrong-origin', message: 'a log that nothing led to' })
  const proven = verifyProofAt(proof, { log: log.keys, custody: holder.custody }, verifier)
  return { ...proven, index: log.base + proven.index }
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

interface Place {
  relation: string
  side: string
  sides: ReadonlyMap<string, SideChain>
  exchanged: readonly string[]
}

function after(step: KeyStep, { relation, side, sides, exchanged }: Place, verifier: Verifier): SideChain {
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
      other: { party, custody: other.custody },
    }
    const { number, base, log } = verifyOpening(step, last, parties, verifier).epoch
    return { ...own, logs: [...own.logs, { number, base, name: log.name, keys: firstSpan(log) }] }
  }
  const { header, index } = verifyInChain(step.proof, own, other, verifier)
  const read = parseHeader(header)
  if (read.kind !== 'key')
    throw new ProtocolError({ code: 'bad-key', message: 'an entry that changes no key' })
  if (index < last.base) throw new ProtocolError({ code: 'bad-key', message: 'of a log that had ended' })
  const taken = new Set([...exchanged, ...keysIn(own)])
  const record: KeyRecord = { log: last.keys, custody: own.custody, seals: own.seals }
  const next = changeKey(record, index - last.base, read, taken)
  const changed = {
    logs: [...own.logs.slice(0, -1), { ...last, keys: next.log }],
    custody: next.custody,
    seals: next.seals,
  }
  // Where a log changes its keys, the head that ends there carries the new ones too.
  verifyInChain(step.proof, changed, other, verifier)
  return changed
}
