/** What follows from something that is stored and sound is written anew from that. */
import { TALLY_RULE } from '@counterpart/casework'
import { appendLeaf, equal, fromHex, leafHash, rootOf } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import { ANEW } from '../store/retention.ts'
import type { DossierRow, EntryRow, LogHead, Reader, Writer } from '../store/store.ts'
import { orDamaged } from '../uses/damage.ts'
import { fileRows } from '../uses/file/file-rows.ts'
import { epochEnding, epochOf } from '../uses/log/chain.ts'
import { readHeader, rowOf } from '../uses/log/entry.ts'
import { frontierNodes } from '../uses/log/heads.ts'
import { dossierIn } from '../uses/procedure-in.ts'
import { isDestroyedAlone } from '../uses/retention/destroyed-alone.ts'
import { storedDestroyed } from '../uses/retention/said-destroyed.ts'
import { countAll } from './check-counts.ts'
import { foldFresh } from './check-folds.ts'
import { boundaryOf, isClosedWrongly } from './check-heads.ts'
import type { Finding, Scrubbed } from './finding.ts'
import { storedNodes, storedRows } from './lenient.ts'
import { mendEpoch } from './mend-epoch.ts'
import { isSound, withSoundParts } from './sound-parts.ts'

type Of<W extends Finding['what']> = Extract<Finding, { what: W }>

/** Says whether it is as it was again. `writer`: one that gives nothing damaged. */
export async function mendComputed(scrubbed: Scrubbed, writer: Writer, finding: Finding): Promise<boolean> {
  switch (finding.what) {
    case 'columns':
      return mendColumns(scrubbed, writer, finding)
    case 'node':
      return mendNode(writer, finding)
    case 'head':
      return mendHead(scrubbed, writer, finding)
    case 'part':
      return revive(writer, finding)
    case 'fold':
    case 'index':
    case 'verdict':
      return mendFold(scrubbed, writer, finding.dossier)
    case 'counts':
      await writer.resetTally(TALLY_RULE)
      await writer.addTally(await countAll(scrubbed, writer, async () => undefined))
      return true
    case 'epoch':
      return mendEpoch(scrubbed, writer, finding)
    case 'file-row':
      return mendFileRow(scrubbed, writer, finding)
    case 'deletion':
      return mendDeletion(writer, finding)
    case 'falling':
      await writer.putFalling(finding.dossier, ANEW)
      return true
    default:
      return false
  }
}

async function mendColumns(
  { node, relation }: Scrubbed,
  writer: Writer,
  { side, index, leaf }: Of<'columns'>,
): Promise<boolean> {
  const rows = await storedRows(writer, side, Math.max(0, index - 1), 2)
  const [stored, before] = [rows.get(index), rows.get(index - 1)]
  if (!stored || leafHash(stored.bytes) !== leaf || (index > 0 && !before)) return false
  const idOf = dossierIn(node, relation)
  const { row } = rowOf(side, index, stored.bytes, before ?? { running: 0, time: 0 }, idOf)
  await writer.mendEntry(row, epochOf(relation, side, index).number)
  return true
}

/** `hash` is what led to a signed head. */
async function mendNode(writer: Writer, { side, epoch, level, index, hash }: Of<'node'>): Promise<boolean> {
  if (level > 0) {
    const below = [2 * index, 2 * index + 1].map((at) => ({ level: level - 1, index: at }))
    const [left, right] = await storedNodes(writer, side, epoch, below)
    if (!left || !right) return false
    const { nodes } = appendLeaf({ size: 1, hashes: [left] }, right)
    if (!equal(nodes.at(-1)?.hash ?? left, fromHex(hash))) return false
  }
  await writer.mendNodes(side, epoch, [{ level, index, hash: fromHex(hash) }])
  return true
}

async function mendHead(scrubbed: Scrubbed, writer: Writer, { side }: Of<'head'>): Promise<boolean> {
  const { relation } = scrubbed
  const signed = await writer.lastCheckpoint(side)
  const boundary = signed && boundaryOf(scrubbed, signed, () => undefined)
  const heads = await orDamaged(writer.heads())
  if (!boundary || !heads) return false
  const { size, root } = boundary
  const epoch = epochEnding(relation, side, size)
  const hashes = await storedNodes(writer, side, epoch.number, frontierNodes(size - epoch.base))
  const frontier = hashes.filter((one) => one !== null)
  if (
    frontier.length !== hashes.length ||
    !equal(rootOf({ size: size - epoch.base, hashes: frontier }), root)
  )
    return false
  const last = (await storedRows(writer, side, size - 1, 1)).get(size - 1)
  if (!last) return false
  const now = side === relation.ours ? heads.ours : heads.theirs
  // A log that has begun and holds nothing yet was signed by nobody.
  if (now.epoch !== epoch.number) return false
  const head: LogHead = {
    size,
    running: last.running,
    time: last.time,
    frontier,
    epoch: epoch.number,
    base: epoch.base,
    closed: now.closed && !isClosedWrongly(scrubbed, side, now),
    stated: now.stated,
  }
  await writer.mendHead(side, head)
  return true
}

async function mendFold(scrubbed: Scrubbed, writer: Writer, dossier: string): Promise<boolean> {
  const fresh = (await foldFresh(scrubbed, withSoundParts(writer), [dossier])).get(dossier)
  if (!fresh) return false
  const stored = await orDamaged(writer.dossier(dossier))
  const row = fresh.row ? asKept(fresh.row, stored) : stored && { ...stored, ...NOTHING_TO_DO }
  if (row) await writer.putDossier(row)
  await writer.putJudged(fresh.judged)
  return row !== null
}

const NOTHING_TO_DO = { waits: null, turn: null, due: null, wakes: null }

/** When it changed here is in no entry: it stays, where its digest vouches for it. */
function asKept(fresh: DossierRow, stored: DossierRow | null): DossierRow {
  if (!stored) return fresh
  return {
    ...fresh,
    changed: stored.changed,
    offices: [...new Set([...fresh.offices, ...stored.offices])].sort(),
  }
}

/** A row calls it destroyed, and no record does: what lies there is what was given, or nothing is changed. */
async function revive(writer: Writer, { leaf, name }: Of<'part'>): Promise<boolean> {
  const stored = async () => (await writer.storedParts(leaf)).find((part) => part.name === name)
  const row = await writer.entryByLeaf(leaf)
  const digest = (row && readHeader(row.bytes))?.parts.find((part) => part.name === name)?.digest
  if (digest === undefined || (await stored())?.state !== 'destroyed') return false
  await writer.revivePart({ leaf, name })
  const part = await stored()
  if (part?.state !== 'held' || !isSound(part, digest))
    throw new NodeError({ code: 'entry-damaged', message: 'what was called destroyed is damaged' })
  return true
}

/** How far it had come is kept, unless it is called destroyed wrongly: then it comes again, or is looked for on the disk. */
async function mendFileRow(
  { relation }: Scrubbed,
  writer: Writer,
  { leaf, digest }: Of<'file-row'>,
): Promise<boolean> {
  const row = await writer.entryByLeaf(leaf)
  const rows = row && fileRows(row, readHeader(row.bytes), row.side === relation.ours)
  const wanted = rows?.find((one) => one.digest === digest)
  if (!row || !wanted) return false
  const kept = (await writer.files([leaf])).get(leaf)?.find((one) => one.digest === digest)
  const stands = kept && !(await isDestroyedAlone(writer, kept)) ? kept.state : null
  const isHeld = wanted.own && stands === null && (await isConfirmed(writer, row, digest))
  await writer.mendFile({ ...wanted, state: stands ?? (isHeld ? 'held' : wanted.state) })
  return true
}

/** Whether the other side has said that it holds a file of ours. */
async function isConfirmed(
  reader: Reader,
  { leaf, side, dossier }: EntryRow,
  digest: string,
): Promise<boolean> {
  const entries = dossier === null ? [] : await reader.dossierEntries(dossier)
  return entries.some((row) => {
    const header = row.side !== side && row.kind === 'held' ? readHeader(row.bytes) : null
    return (
      header?.kind === 'held' && header.on === leaf && header.files.some((file) => file.digest === digest)
    )
  })
}

/** By the record that it names; a row that no record leads to goes. */
async function mendDeletion(writer: Writer, { side, record, leaf, name }: Of<'deletion'>): Promise<boolean> {
  const entry = await writer.entryByLeaf(record, side)
  const said = entry ? await storedDestroyed(entry, writer) : []
  const named = said?.find((row) => row.leaf === leaf && row.name === name)
  if (named) await writer.putDeletions([named])
  else if (said) await writer.dropDeletion({ side, leaf, name })
  const rows = (await writer.deletions([leaf])).get(leaf) ?? []
  return rows.some((row) => row.side === side && row.name === name) === (named !== undefined)
}
