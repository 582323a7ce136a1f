/**
 * Everything that left a node, remembered outside of both: no index is ever given to two entries, no size is signed
 * for two trees, and no receipt is for more than is held on disk.
 */
import assert from 'node:assert/strict'
import { decodeStep, leafHash, type Step } from '@counterpart/protocol'
import { RELATION } from '../../../server/src/uses/_talk.ts'
import type { Side } from '../../../server/src/uses/_world.ts'

export interface Ledger {
  /** `${party} ${index}` → leaf. */
  leaves: Map<string, string>
  /** `${party} ${size}` → what was signed above the lines. */
  signed: Map<string, string>
  /** By party: the largest size of the other's log it gave a receipt for. */
  receipted: Map<string, number>
  /** `${party} ${size}` → its receipt's lines, which are the same for ever. */
  receipts: Map<string, string>
}

export function newLedger(): Ledger {
  return { leaves: new Map(), signed: new Map(), receipted: new Map(), receipts: new Map() }
}

function once(kept: Map<string, string>, name: string, value: string, what: string): void {
  assert.equal(kept.get(name) ?? value, value, `${what} ${name} was another`)
  kept.set(name, value)
}

/** A message leaves `side`: nothing in it contradicts what was said before, and what it receipts is on disk. */
export async function leaves(ledger: Ledger, side: Side, step: Step): Promise<void> {
  const { party } = side.node
  for (const [position, { header }] of step.entries.entries())
    once(ledger.leaves, `${party} ${step.start + position}`, leafHash(header), 'the entry')
  if (step.checkpoint !== null) {
    const size = step.start + step.entries.length
    once(ledger.signed, `${party} ${size}`, step.checkpoint.split('\n\n')[0] ?? '', 'the head')
  }
  if (!step.cosignature) return
  const { size, lines } = step.cosignature
  once(ledger.receipts, `${party} ${size}`, lines, 'the receipt')
  ledger.receipted.set(party, Math.max(ledger.receipted.get(party) ?? 0, size))
  await stillHeld(ledger, side)
}

/** What was receipted once is on disk, now and after every crash. */
export async function stillHeld(ledger: Ledger, side: Side): Promise<void> {
  const { theirs } = await side.store.read(RELATION, (reader) => reader.heads())
  const receipted = ledger.receipted.get(side.node.party) ?? 0
  assert.ok(theirs.size >= receipted, `${side.node.party} receipted ${receipted} and holds ${theirs.size}`)
}

/** An act that was answered has its index for ever. */
export function answered(ledger: Ledger, party: string, index: number, leaf: string): void {
  once(ledger.leaves, `${party} ${index}`, leaf, 'the entry')
}

export function stepIn(bytes: Uint8Array): Step | null {
  try {
    return decodeStep(bytes)
  } catch {
    return null
  }
}
