/**
 * The chain of logs of each side. Indices in the store count over the chain; what makes leaves, proofs and
 * checkpoints counts within one epoch's tree, from its base.
 */
import type { Party } from '@counterpart/casework'
import {
  domainIn,
  type Epoch,
  epochAt,
  type Hex,
  hex,
  keysOf,
  type NoteKeys,
  rootOf,
  vkeysOf,
} from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import type { EpochRow, Reader } from '../../store/store.ts'
import type { Node, Relation } from '../relation.ts'
import { areKeys, begunRow } from './begun-row.ts'
import { frontierNodes } from './heads.ts'
import { logSpans } from './log-spans.ts'

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

/** The epoch in which a log of `size` entries ends. Where one epoch ends and the next begins, a size belongs to the first. */
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

/** The root that a mark over the first `size` entries of a chain names (MARK-6): that of the epoch with the last of them. */
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

/** The domain in the name of its custody keys, which is the same in every epoch. */
export function domainOf({ id, ours, exchanged }: Relation, side: Party): string {
  const { name } = (side === ours ? exchanged.ours : exchanged.theirs).custody
  return domainIn(name, id)
}

/**
 * Reads what the store knows of both chains. The keys that two operators exchanged are those of the first log of each.
 *
 * @throws NodeError `bad-config` when neither knows the first, `entry-damaged` when a row is damaged that nothing else says
 */
export async function loadChain(node: Node, relation: Relation): Promise<void> {
  const { first } = relation
  const rows = await node.store.read(relation.id, (reader) => reader.epochs())
  const of = (side: 'ours' | 'theirs') => rows.filter((row) => row.side === relation[side])
  const missing = (['ours', 'theirs'] as const).filter((side) => of(side).every(({ number }) => number !== 1))
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
  setChain(relation, await node.store.read(relation.id, (reader) => readEpochs(reader)))
}

/** A row without readable keys is replaced by what the entry says that began its log: else a node could not start to mend it. */
async function readEpochs(reader: Reader): Promise<EpochRow[]> {
  const read: EpochRow[] = []
  for (const row of await reader.epochs())
    read.push((areKeys(row) ? null : await begunRow(reader, row.side, row.number, row.base)) ?? row)
  return read
}

/** @throws NodeError `entry-damaged` where keys are none, and nothing else here knows them */
export function setChain(relation: Relation, rows: readonly EpochRow[]): void {
  const of = (side: Party): Epoch[] =>
    rows
      .filter((row) => row.side === side)
      .map((row) => ({ number: row.number, base: row.base, log: logOf(relation, row) }))
      .sort((a, b) => a.number - b.number)
  useChain(relation, { ours: of(relation.ours), theirs: of(relation.theirs) })
}

/**
 * The keys of a log. Where the row is damaged they are those that this run has read before, or that two operators
 * exchanged; a scrub reports the damage.
 */
function logOf(relation: Relation, row: EpochRow): NoteKeys {
  if (areKeys(row)) return keysOf(row.keys, 'log')
  const { side, number } = row
  const known = chainOf(relation, side).find((epoch) => epoch.number === number)?.log
  const first = number === 1 ? relation.first[side === relation.ours ? 'ours' : 'theirs'] : null
  const log = known ?? first
  if (log) return log
  const message = `the keys of log ${number} of ${side} in the table counterpart.epoch are none`
  throw new NodeError({ code: 'entry-damaged', message })
}

/** Uses these chains from now on; the caller sees to it that the store says the same. */
function useChain(relation: Relation, chain: Chain): void {
  relation.chain = chain
  const [ours, theirs] = [chain.ours.at(-1), chain.theirs.at(-1)]
  if (!ours || !theirs) return
  relation.epoch = ours.number
  relation.theirEpoch = theirs.number
  relation.theirLog = logSpans(relation.keyed.theirs, theirs).at(-1)?.keys ?? theirs.log
}
