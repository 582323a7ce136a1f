/**
 * The chain of logs of each side. Indices in the store count over the chain; what makes leaves, proofs and
 * checkpoints counts within one epoch's tree, from its base.
 */
import type { Party } from '@counterpart/casework'
import { domainIn, type Epoch, epochAt, type Hex, hex, keysOf, rootOf, vkeysOf } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import type { EpochRow, Reader } from '../store/store.ts'
import { frontierNodes } from './heads.ts'
import { logSpans } from './log-spans.ts'
import type { Node, Relation } from './relation.ts'

export interface Chain {
  ours: readonly Epoch[]
  theirs: readonly Epoch[]
}

function chainOf(relation: Relation, side: Party): readonly Epoch[] {
  return side === relation.ours ? relation.chain.ours : relation.chain.theirs
}

/** The epoch whose tree has the entry at `index` of the chain. */
export function epochOf(relation: Relation, side: Party, index: number): Epoch {
  return epochAt(chainOf(relation, side), index)
}

/** The epoch in which a log of `size` entries ends: a size where one ends and another begins is the end of the first. */
export function epochEnding(relation: Relation, side: Party, size: number): Epoch {
  return epochOf(relation, side, size - 1)
}

/** Where an epoch ends, over the chain; `null` for the newest. */
export function endOf(chain: readonly Epoch[], number: number): number | null {
  const at = chain.findIndex((epoch) => epoch.number === number)
  return at < 0 ? null : (chain[at + 1]?.base ?? null)
}

/** Root of an epoch's tree when the chain had `size` entries. */
export async function rootIn(reader: Reader, side: Party, epoch: Epoch, size: number): Promise<Uint8Array> {
  const within = size - epoch.base
  return rootOf({ size: within, hashes: await reader.nodes(side, epoch.number, frontierNodes(within)) })
}

/** What a mark over the first `size` entries of a chain names (MARK-6): of the log that has the last of them, up to it. */
export async function markedRoot(
  reader: Reader,
  relation: Relation,
  side: Party,
  size: number,
): Promise<Hex> {
  return hex(await rootIn(reader, side, epochEnding(relation, side, size), size))
}

export function rowOfEpoch(side: Party, { number, base, log }: Epoch): EpochRow {
  return { side, number, base, keys: vkeysOf(log, 'log') }
}

/** As its custody keys say: the same in every epoch. */
export function domainOf({ id, ours, exchanged }: Relation, side: Party): string {
  const { name } = (side === ours ? exchanged.ours : exchanged.theirs).custody
  return domainIn(name, id)
}

/**
 * Reads what the store knows of both chains; what two operators exchanged is the first of each.
 *
 * @throws NodeError `bad-config` when neither knows the first
 */
export async function loadChain(node: Node, relation: Relation): Promise<void> {
  const { first } = relation
  const rows = await node.store.read(relation.id, (reader) => reader.epochs())
  const missing = (['ours', 'theirs'] as const).filter(
    (side) => !rows.some((row) => row.side === relation[side]),
  )
  for (const side of missing)
    if (first[side] === null)
      throw new NodeError({ code: 'bad-config', message: 'the keys of the first epoch are not known' })
  if (missing.length > 0)
    await node.store.locked(relation.id, async (writer) => {
      for (const side of missing) {
        const log = first[side]
        if (log) await writer.beginEpoch(rowOfEpoch(relation[side], { number: 1, base: 0, log }))
      }
    })
  setChain(
    relation,
    missing.length > 0 ? await node.store.read(relation.id, (reader) => reader.epochs()) : rows,
  )
}

export function setChain(relation: Relation, rows: readonly EpochRow[]): void {
  const of = (side: Party): Epoch[] =>
    rows
      .filter((row) => row.side === side)
      .map(({ number, base, keys }) => ({ number, base, log: keysOf(keys, 'log') }))
      .sort((a, b) => a.number - b.number)
  useChain(relation, { ours: of(relation.ours), theirs: of(relation.theirs) })
}

/** From now on; what is stored has to say the same. */
function useChain(relation: Relation, chain: Chain): void {
  relation.chain = chain
  const [ours, theirs] = [chain.ours.at(-1), chain.theirs.at(-1)]
  if (!ours || !theirs) return
  relation.epoch = ours.number
  relation.theirEpoch = theirs.number
  relation.theirLog = logSpans(relation.keyed.theirs, theirs).at(-1)?.keys ?? theirs.log
}
