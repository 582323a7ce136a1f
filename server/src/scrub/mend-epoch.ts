/** Where a log begins, and with which keys, says the entry that began it, which its tree covers. */
import { vkeysOf } from '@counterpart/protocol'
import type { CheckpointRow, EpochRow, Reader, Writer } from '../store/store.ts'
import { begunRow } from '../uses/log/begun-row.ts'
import { setChain } from '../uses/log/chain.ts'
import type { Relation } from '../uses/relation.ts'
import type { Finding, Scrubbed } from './finding.ts'

/** As it was exchanged; `null` where only later keys are known. */
export function firstOf(relation: Relation, side: string): EpochRow | null {
  const first = relation.first[side === relation.ours ? 'ours' : 'theirs']
  return first && { side, number: 1, base: 0, keys: vkeysOf(first, 'log') }
}

/** The first log of a side began with what two operators exchanged: a row that says something else is for people to look at. */
export async function mendEpoch(
  { relation }: Scrubbed,
  writer: Writer,
  { side, number }: Extract<Finding, { what: 'epoch' }>,
): Promise<boolean> {
  const chain = side === relation.ours ? relation.chain.ours : relation.chain.theirs
  const stored = (await writer.epochs()).filter((row) => row.side === side)
  const first = number === 1 && stored.every((row) => row.number !== 1) ? firstOf(relation, side) : null
  if (first) {
    await writer.beginEpoch(first)
    return true
  }
  // Several sources, since some may be damaged: what this run has read before, what is stored, and what the heads of that log say.
  const bases = new Set([...stored, ...chain].flatMap((one) => (one.number === number ? [one.base] : [])))
  const signed = await signedBase(writer, side, number)
  if (signed !== null) bases.add(signed)
  for (const base of bases) {
    const row = await begunRow(writer, side, number, base)
    if (!row) continue
    await writer.mendEpoch(row)
    setChain(relation, await writer.epochs())
    return true
  }
  return false
}

/** Heads name their log and count within it. Over the chain they stand in the order of the logs: the first of one is soon found. */
export async function signedBase(reader: Reader, side: string, number: number): Promise<number | null> {
  const first = await firstHeadFrom(reader, side, number, 1)
  return first && numberOf(first) === number ? first.size - Number(first.note.split('\n', 2)[1]) : null
}

/** The numbers of the logs that heads name. As many steps as there are logs: who begins one chooses its number, up to ten million. */
export async function signedNumbers(reader: Reader, side: string): Promise<number[]> {
  const numbers: number[] = []
  for (let head = await reader.checkpointFrom(side, 1); head !== null; ) {
    const number = numberOf(head)
    numbers.push(number)
    const next = await firstHeadFrom(reader, side, number + 1, head.size + 1)
    // Where one of them is damaged they stand in no order.
    head = next && numberOf(next) > number ? next : null
  }
  return numbers
}

/** The first head from this size on whose log has this number or a larger one; where there is none, the last head. */
async function firstHeadFrom(
  reader: Reader,
  side: string,
  number: number,
  from: number,
): Promise<CheckpointRow | null> {
  let low = from
  for (let high = (await reader.lastCheckpoint(side))?.size ?? 0; low < high; ) {
    const middle = (low + high) >>> 1
    const row = await reader.checkpointFrom(side, middle)
    if (row && numberOf(row) < number) low = Math.min(high, row.size + 1)
    else high = middle
  }
  return reader.checkpointFrom(side, low)
}

function numberOf({ note }: CheckpointRow): number {
  return Number(/^.*\/([0-9]+)\n/.exec(note)?.[1] ?? 0)
}
