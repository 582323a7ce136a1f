/** What both stores demand of a write before they take it: a wrong caller is stopped before it is durable. */
import { NodeError } from '../errors.ts'
import type { EntryRow, EpochRow, LogHead, NodeRow, PartName, PartRow } from './store.ts'

const LEAF = /^[0-9a-f]{64}$/
const PART = /^[a-z][a-z0-9-]{0,63}$/

export function isLeaf(leaf: string): boolean {
  return LEAF.test(leaf)
}

function refuse(message: string): never {
  throw new NodeError({ code: 'internal', message: `store: ${message}` })
}

/** Entries go on where the head ends, and the new head is theirs. */
export function checkAppend(
  side: string,
  was: LogHead,
  entries: readonly EntryRow[],
  parts: readonly PartRow[],
  nodes: readonly NodeRow[],
  head: LogHead,
): void {
  let running = was.running
  let time = was.time
  const leaves = new Set<string>()
  for (const [i, entry] of entries.entries()) {
    if (entry.side !== side) refuse('an entry of another side')
    if (entry.index !== was.size + i) refuse('entries that do not continue the log')
    if (!isLeaf(entry.leaf)) refuse('a leaf that is no hash')
    if (entry.dossier !== null && !isLeaf(entry.dossier)) refuse('a dossier id that is no hash')
    if (entry.running < running) refuse('a running maximum that falls')
    running = entry.running
    time = entry.time
    leaves.add(entry.leaf)
  }
  if (was.closed) refuse('an epoch that was closed')
  if (head.epoch !== was.epoch || head.base !== was.base || head.closed) refuse('a head of another epoch')
  if (head.size !== was.size + entries.length) refuse('a head of another size')
  if (head.running !== running) refuse('a head with another running maximum')
  if (entries.length > 0 && head.time !== time) refuse('a head with another time')
  if (head.frontier.some((hash) => hash.length !== 32)) refuse('a frontier of no hashes')
  if (nodes.some((node) => node.hash.length !== 32)) refuse('a tree node that is no hash')
  for (const part of parts) {
    if (!leaves.has(part.leaf)) refuse('a part of another entry')
    checkPartName(part)
    if (part.salt.length !== 32) refuse('a salt of another length')
  }
}

/** The head with which an epoch begins. The first is there from the beginning, and begun again changes nothing. */
export function begunEpoch(row: EpochRow, was: LogHead): LogHead {
  if (row.number === 1 && row.base === 0) return was
  if (!was.closed || row.number <= was.epoch) refuse('not a later epoch')
  if (row.base !== was.size) refuse('an epoch that begins where nothing ended')
  return { ...was, epoch: row.number, base: row.base, closed: false, stated: 0, frontier: [] }
}

export function closedHead(was: LogHead, stated = was.stated): LogHead {
  if (stated < was.stated) refuse('a statement before the last')
  return { ...was, closed: true, stated }
}

export function checkPartName(part: PartName): void {
  if (!isLeaf(part.leaf)) refuse('a part of no entry')
  if (!PART.test(part.name)) throw new NodeError({ code: 'bad-part' })
}

/** The kept part is what folds read for ever. */
export function checkDestroy(parts: readonly PartName[]): void {
  for (const part of parts) {
    checkPartName(part)
    if (part.name === 'kept') refuse('the kept part is never destroyed')
  }
}

/** What an entry counts in a batch. */
export function weightOf(entry: EntryRow, parts: readonly PartRow[]): number {
  let weight = entry.bytes.length
  for (const part of parts) if (part.leaf === entry.leaf) weight += part.bytes.length + part.salt.length
  return weight
}

/** `kept` first, then by name. */
export function comparePartNames(a: { name: string }, b: { name: string }): number {
  if (a.name === b.name) return 0
  if (a.name === 'kept') return -1
  if (b.name === 'kept') return 1
  return a.name < b.name ? -1 : 1
}

export function checkFile({ leaf, digest }: { leaf: string; digest: string }): void {
  if (!isLeaf(leaf) || !isLeaf(digest))
    throw new NodeError({ code: 'internal', message: 'store: a file whose ids are no hashes' })
}
