/** Whether a batch of the other side is what it claims to be. It may be refused for its bytes only, never for what they say. */
import { checkSeen, isOfficeOf, type Party } from '@counterpart/casework'
import {
  appendLeaf,
  type Checkpoint,
  type Epoch,
  equal,
  type Header,
  leafHashBytes,
  ProtocolError,
  type Refusal,
  rootOf,
  type Step,
  text,
  verifyCheckpointAt,
  verifyHeadAt,
} from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import type {
  ApartRow,
  CheckpointRow,
  EntryRow,
  EpochRow,
  Heads,
  LogHead,
  NodeRow,
  PartName,
  PartRow,
  Writer,
} from '../../store/store.ts'
import type { Trouble } from '../incident.ts'
import { keysAfter, theirLogWith } from '../keys/key-record.ts'
import { rootIn, rowOfEpoch } from '../log/chain.ts'
import { endsInChange, foreignTo, rowOf } from '../log/entry.ts'
import { frontierNodes, grow, rootAt } from '../log/heads.ts'
import { logSpans } from '../log/log-spans.ts'
import { keysOfLog } from '../log/signed.ts'
import { dossierIn } from '../procedure-in.ts'
import type { Node, Relation } from '../relation.ts'
import { intoWhich } from '../restore/incoming-epoch.ts'
import { newTurns } from '../turns.ts'
import { checkApart } from './apart.ts'
import { declaredIn, partsOf } from './parts-given.ts'

export type Checked =
  | { kind: 'refused'; code: Refusal; trouble: Trouble | null }
  | {
      kind: 'good'
      /** New entries only; those that were held are compared and passed over. */
      rows: EntryRow[]
      parts: PartRow[]
      /** Parts that never came, and that a later entry of the same batch declares absent. */
      absent: PartName[]
      nodes: NodeRow[]
      head: LogHead
      /** What has to be kept and told although the batch is accepted. */
      troubles: Trouble[]
      /** The log that these entries begin. */
      begun?: EpochRow
    }
  /** Entries of a log that ended before them: they have no index and no effect. */
  | { kind: 'apart'; rows: ApartRow[]; parts: PartRow[]; absent: PartName[] }

function refused(code: Refusal, trouble: Trouble | null = null): Checked {
  return { kind: 'refused', code, trouble }
}

export async function checkIncoming(
  node: Node,
  relation: Relation,
  step: Step,
  heads: Heads,
  writer: Writer,
  isAnswer: boolean,
): Promise<Checked> {
  const held = heads.theirs
  const end = step.start + step.entries.length
  const into = intoWhich(node, relation, step, held, isAnswer)
  if (into.kind === 'stale') return refused('epoch-closed')
  if (into.kind === 'wrong') return refused('wrong-relation')
  // Whoever knows the key for sealing can put into a pouch what nobody signed: that accuses no one.
  if (into.kind === 'refused') return into.signed ? notBegun(step, into.why) : refused('epoch-refused')
  if (into.kind === 'closed') return checkApart(node, relation, step, into, writer)
  if (step.start > held.size) return refused('gap')
  const note = step.checkpoint
  if (note === null) {
    return step.entries.length > 0 ? refused('bad-checkpoint') : nothing(held)
  }
  const { epoch } = into
  let checkpoint: Checkpoint
  try {
    const keys = theirLogWith(relation, epoch, step)
    checkpoint = verifyHeadAt(note, keys, node.verifier, endsInChange(step.entries))
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    if (error.code !== 'missing-signature') return refused('bad-checkpoint')
    return refused('unknown-key', notSigned(relation, epoch, step, note))
  }
  if (epoch.base + checkpoint.size !== end) return refused('bad-checkpoint')
  if (into.kind === 'next') {
    const begun = rowOfEpoch(relation.theirs, epoch)
    const checked = await checkNew(node, relation, epoch, step, note, checkpoint, {
      ...heads,
      theirs: into.head,
    })
    return checked.kind === 'good' ? { ...checked, begun } : checked
  }
  const at = { side: relation.theirs, epoch }
  const overlap = await compareHeld(relation.theirs, step, held.size, writer)
  if (overlap !== null)
    return (await leadsTo(checkpoint, at, step, writer))
      ? fork(relation.theirs, note, overlap + 1, writer)
      : badRoot(relation.theirs, note)
  if (end <= held.size) {
    const same = equal(await rootIn(writer, at.side, epoch, end), checkpoint.root)
    if (same) return nothing(held)
    await checkOwnTree(node, relation, checkpoint.root, end, writer)
    return fork(relation.theirs, note, end, writer)
  }
  return checkNew(node, relation, epoch, step, note, checkpoint, heads)
}

/**
 * The head that ends with a change of keys lacks a signature of the old key or of the new one: somebody has only one of the two.
 */
function notSigned(relation: Relation, epoch: Epoch, step: Step, note: string): Trouble | null {
  if (theirLogWith(relation, epoch, step).length === logSpans(relation.keyed.theirs, epoch).length)
    return null
  return { code: 'key-refused', detail: { side: relation.theirs, why: 'not-signed', received: note } }
}

/** A log that begins without our word that the one before it ended there. It is signed, and kept as it came. */
function notBegun(step: Step, why: string): Checked {
  const [first] = step.entries
  const detail = { epoch: step.epoch, why, checkpoint: step.checkpoint, header: headerText(first?.header) }
  return refused('epoch-refused', { code: 'epoch-refused', detail })
}

function headerText(bytes: Uint8Array | undefined): string | null {
  try {
    return bytes === undefined ? null : text(bytes)
  } catch (error) {
    if (error instanceof ProtocolError) return null
    throw error
  }
}

function nothing(head: LogHead): Checked {
  return { kind: 'good', rows: [], parts: [], absent: [], nodes: [], head, troubles: [] }
}

/** Index of the first entry that differs from the one held; `null` when there is none. */
async function compareHeld(side: Party, step: Step, size: number, writer: Writer): Promise<number | null> {
  let index = step.start
  const end = Math.min(size, step.start + step.entries.length)
  while (index < end) {
    const rows = await writer.entries(side, index, { entries: end - index, bytes: 4 * 1024 * 1024 })
    if (rows.length === 0) return index
    for (const row of rows) {
      const given = step.entries[row.index - step.start]
      if (!given || !equal(given.header, row.bytes)) return row.index
      index = row.index + 1
    }
  }
  return null
}

/**
 * Whether the entries lead to the signed head. Only then do they contradict those that are held: what nobody signed
 * accuses nobody.
 */
async function leadsTo(
  checkpoint: Checkpoint,
  { side, epoch }: { side: Party; epoch: Epoch },
  step: Step,
  writer: Writer,
): Promise<boolean> {
  const size = step.start - epoch.base
  let frontier = { size, hashes: await writer.nodes(side, epoch.number, frontierNodes(size)) }
  for (const { header } of step.entries) frontier = appendLeaf(frontier, leafHashBytes(header)).frontier
  return equal(rootOf(frontier), checkpoint.root)
}

/**
 * Throws where our own tree does not lead to the head that they once signed here: then our tree is damaged, and they
 * are not to be accused.
 */
async function checkOwnTree(
  node: Node,
  relation: Relation,
  root: Uint8Array,
  size: number,
  writer: Writer,
): Promise<void> {
  const held = await writer.checkpointFrom(relation.theirs, size)
  if (held?.size !== size) return
  if (!isSignedOtherwise(node, relation, held, root))
    throw new NodeError({ code: 'entry-damaged', message: 'a stored tree does not lead to its signed head' })
}

function isSignedOtherwise(node: Node, relation: Relation, held: CheckpointRow, root: Uint8Array): boolean {
  try {
    const { log } = keysOfLog(relation, held.side, held.size)
    return !equal(verifyCheckpointAt(held.note, log, node.verifier).root, root)
  } catch (error) {
    // A stored head that does not verify was damaged here as well, and proves nothing.
    if (error instanceof ProtocolError) return false
    throw error
  }
}

/** Both signed heads are the proof; nobody has to believe the node that shows them. */
async function fork(side: Party, note: string, size: number, writer: Writer): Promise<Checked> {
  const held = await writer.checkpointFrom(side, size)
  return refused('fork', { code: 'fork', detail: { side, held: held?.note ?? null, received: note } })
}

function badRoot(side: Party, note: string): Checked {
  return refused('bad-root', { code: 'bad-root', detail: { side, received: note } })
}

async function checkNew(
  node: Node,
  relation: Relation,
  epoch: Epoch,
  step: Step,
  note: string,
  checkpoint: Checkpoint,
  heads: Heads,
): Promise<Checked> {
  const idOf = dossierIn(node, relation)
  const rows: EntryRow[] = []
  const parts: PartRow[] = []
  const absent: PartName[] = []
  const giveWay = newTurns(node)
  const isDeclared = declaredIn(relation, step, giveWay)
  let foreign: Trouble | null = null
  const troubles: Trouble[] = []
  let before = { running: heads.theirs.running, time: heads.theirs.time }
  let keys = relation.keyed.theirs
  const end = step.start + step.entries.length
  const now = node.clock()
  for (const [position, given] of step.entries.entries()) {
    const index = step.start + position
    if (index < heads.theirs.size) continue
    const { row, header } = rowOf(relation.theirs, index, given.header, before, idOf)
    if (header) {
      const proof = { side: relation.theirs, index, header: text(given.header), checkpoint: note }
      foreign ??= foreignIn(relation, header, proof)
      const seen = checkSeen(header.seen, before.running, heads.ours.size)
      if (seen === 'beyond') return refused('seen-beyond', { code: 'seen-beyond', detail: proof })
      if (seen === 'lowered') troubles.push({ code: 'seen-lowered', detail: proof })
      if (header.time < before.time) troubles.push({ code: 'time-lowered', detail: proof })
      if ('office' in header && isOfficeOf(relation.ours, header.office))
        troubles.push({ code: 'other-office', detail: proof })
      if (header.time > now + relation.tolerance) troubles.push({ code: 'time-ahead', detail: proof })
      const missing = await partsOf(header, given, row.leaf, isDeclared, position)
      if (typeof missing === 'string') return refused(missing)
      absent.push(...missing)
      if (header.kind === 'key') {
        const next = keysAfter(relation, 'theirs', keys, epoch, index, given.header)
        if (!next) troubles.push({ code: 'key-refused', detail: { ...proof, why: 'no-new-key' } })
        // A head behind such an entry is signed by both keys, and what follows by the new one alone: a batch has to end here.
        else if (header.use === 'log' && index + 1 < end) return refused('bad-checkpoint')
        keys = next ?? keys
      }
      for (const part of given.parts) parts.push({ leaf: row.leaf, ...part })
    }
    rows.push(row)
    before = { running: row.running, time: row.time }
    await giveWay()
  }
  const grown = grow(heads.theirs, rows)
  if (!equal(rootAt(grown.head), checkpoint.root)) return badRoot(relation.theirs, note)
  // Only now is it known that its author signed it.
  if (foreign) return refused('another-relation', foreign)
  return { kind: 'good', rows, parts, absent, nodes: grown.nodes, head: grown.head, troubles }
}

/**
 * A node that was brought back may be given entries from before headers named their relation. Until everything is here
 * again, one that names none is taken. One that names another relation is not: nobody ever held such a one.
 */
function foreignIn({ id, start }: Relation, header: Header, proof: Trouble['detail']): Trouble | null {
  const why = foreignTo(id, header)
  if (why === null || (why === 'none' && start !== 'confirmed')) return null
  return { code: 'another-relation', detail: { ...proof, why } }
}
