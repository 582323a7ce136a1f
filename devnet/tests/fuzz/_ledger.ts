/**
 * Everything that left a node or was on its disk, remembered outside of both: over the whole chain of logs no index is
 * ever given to two entries, no size is signed for two trees, and no receipt is for more than is held on disk.
 */
import assert from 'node:assert/strict'
import { decodeStep, leafHash, type Step } from '@counterpart/protocol'
import { RELATION } from '../../../server/src/uses/_talk.ts'
import type { Side } from '../../../server/src/uses/_world.ts'

export interface Ledger {
  /** `${party} ${epoch} ${index}` → leaf; the index counts over the chain. */
  leaves: Map<string, string>
  /** `${party} ${epoch} ${size}` → what was signed above the lines. */
  signed: Map<string, string>
  /** By party: the largest size of the other's log it gave a receipt for and has to hold. */
  receipted: Map<string, number>
  /** `${party} ${epoch}` → the largest size of that log of the other side that it ever gave a receipt for. */
  promised: Map<string, number>
  /** `${party} ${size}` → its receipt's lines, which are the same for ever. */
  receipts: Map<string, string>
  /** By party: how much of its own log was written down here. */
  noted: Map<string, number>
}

export function newLedger(): Ledger {
  return {
    leaves: new Map(),
    signed: new Map(),
    receipted: new Map(),
    promised: new Map(),
    receipts: new Map(),
    noted: new Map(),
  }
}

function once(kept: Map<string, string>, name: string, value: string, what: string): void {
  assert.equal(kept.get(name) ?? value, value, `${what} ${name} was another`)
  kept.set(name, value)
}

/** A message leaves `side`: nothing in it contradicts what was said before, and what it receipts is on disk. */
export async function leaves(ledger: Ledger, side: Side, step: Step): Promise<void> {
  const { party } = side.node
  const own = `${party} ${step.epoch}`
  for (const [position, { header }] of step.entries.entries())
    once(ledger.leaves, `${own} ${step.start + position}`, leafHash(header), 'the entry')
  if (step.checkpoint !== null) {
    const size = step.start + step.entries.length
    once(ledger.signed, `${own} ${size}`, step.checkpoint.split('\n\n')[0] ?? '', 'the head')
  }
  if (!step.cosignature) return
  const { size, lines } = step.cosignature
  once(ledger.receipts, `${party} ${size}`, lines, 'the receipt')
  ledger.receipted.set(party, Math.max(ledger.receipted.get(party) ?? 0, size))
  const log = `${party} ${epochsOf(side, side.relation(RELATION).theirs)(size - 1)}`
  ledger.promised.set(log, Math.max(ledger.promised.get(log) ?? 0, size))
  await stillHeld(ledger, side)
}

/** What was receipted once is on disk, now and after every crash. */
export async function stillHeld(ledger: Ledger, side: Side): Promise<void> {
  const { theirs } = await side.store.read(RELATION, (reader) => reader.heads())
  const receipted = ledger.receipted.get(side.node.party) ?? 0
  assert.ok(theirs.size >= receipted, `${side.node.party} receipted ${receipted} and holds ${theirs.size}`)
}

/** Writes down what is new on the disk of `side` in its own log: also what never leaves it, and what is put back. */
export function note(ledger: Ledger, side: Side): void {
  const { party } = side.node
  const rows = side.store.rows(RELATION)
  const size = rows.heads.get('', rows.version)?.ours.size ?? 0
  const from = Math.min(ledger.noted.get(party) ?? 0, size)
  ledger.noted.set(party, size)
  if (from === size) return
  const epochOf = epochsOf(side, party)
  for (const { index, leaf } of rows.logs.ours.entries.slice(from, size))
    once(ledger.leaves, `${party} ${epochOf(index)} ${index}`, leaf, 'the entry')
}

/** Of which log of its chain an entry is, as `side` has it on disk. */
export function epochsOf(side: Side, party: string): (index: number) => number {
  const rows = side.store.rows(RELATION)
  const chain = [...rows.epochs.values(rows.version)].map(([, row]) => row)
  const own = chain.filter((row) => row.side === party).sort((a, b) => b.number - a.number)
  return (index) => own.find(({ base }) => base <= index)?.number ?? 1
}

export function stepIn(bytes: Uint8Array): Step | null {
  try {
    return decodeStep(bytes)
  } catch {
    return null
  }
}
