/** From the keys that were exchanged face to face to those of today, by nothing but signed entries. */
import { changeKey, firstKeys, type KeyRecord, namedIn } from '../checkpoint/key-changes.ts'
import { parseHeader } from '../entry/codec.ts'
import { ProtocolError } from '../errors.ts'
import type { NoteKeys, Verifier } from '../keys/ports.ts'
import { verifyProofAt } from './proof.ts'

export interface ChainKeys {
  side: string
  log: NoteKeys
  custody: NoteKeys
  /** Proofs of the entries that change them, in the order of the log. */
  changes?: readonly string[]
}

export interface KeyChain {
  sides: ReadonlyMap<string, KeyRecord>
  /** The first proof of a side that leads nowhere, and why; those after it are not looked at. */
  broken: { side: string; cause: ProtocolError } | null
}

/**
 * A change is proven like any entry: under the keys before it, and held by the other side, whose own changes may
 * have to come first.
 */
export function verifyKeyChain(keys: readonly ChainKeys[], verifier: Verifier): KeyChain {
  const sides = new Map(keys.map((one) => [one.side, firstKeys(one)]))
  const taken = new Set(keys.flatMap(({ log, custody }) => namedIn(firstKeys({ log, custody }))))
  const waiting = new Map(keys.map(({ side, changes = [] }) => [side, [...changes]]))
  for (;;) {
    let [moved, broken] = [false, null as KeyChain['broken']]
    for (const [side, left] of waiting) {
      const [next] = left
      if (next === undefined) continue
      try {
        sides.set(side, after(next, side, sides, taken, verifier))
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

function after(
  proof: string,
  side: string,
  sides: ReadonlyMap<string, KeyRecord>,
  taken: ReadonlySet<string>,
  verifier: Verifier,
): KeyRecord {
  const own = sides.get(side)
  const other = [...sides].find(([name]) => name !== side)?.[1]
  if (!own || !other) throw new ProtocolError({ code: 'bad-key', message: 'no keys of both sides' })
  const { header, index } = verifyProofAt(proof, { log: own.log, custody: other.custody }, verifier)
  const read = parseHeader(header)
  if (read.kind !== 'key')
    throw new ProtocolError({ code: 'bad-key', message: 'an entry that changes no key' })
  const record = changeKey(own, index, read, taken)
  // Where a log changes its keys, the head that ends there carries the new ones too.
  verifyProofAt(proof, { log: record.log, custody: other.custody }, verifier)
  return record
}
