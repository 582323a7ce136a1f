/** Whether a batch of the other side is what it claims to be. It can fail for its bytes only, never for what they say. */
import { checkSeen, type Party } from '@counterpart/casework'
import {
  appendLeaf,
  type Checkpoint,
  checkParts,
  equal,
  leafHashBytes,
  ProtocolError,
  type Refusal,
  rootOf,
  type Step,
  text,
  verifyCheckpointAt,
} from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import type { EntryRow, Heads, LogHead, NodeRow, PartRow, Writer } from '../store/store.ts'
import { rowOf } from './entry.ts'
import { frontierNodes, grow, rootAt } from './heads.ts'
import type { IncidentCode } from './incident.ts'
import { recordAfter, theirRecordWith } from './key-record.ts'
import { dossierIn } from './procedure-in.ts'
import type { Node, Relation } from './relation.ts'

interface Trouble {
  code: IncidentCode
  detail: Record<string, unknown>
}

export type Checked =
  | { kind: 'refused'; code: Refusal; trouble: Trouble | null }
  | {
      kind: 'good'
      /** New entries only; those that were held are compared and passed over. */
      rows: EntryRow[]
      parts: PartRow[]
      nodes: NodeRow[]
      head: LogHead
      /** What has to be kept and told, although it is accepted. */
      troubles: Trouble[]
    }

function refused(code: Refusal, trouble: Trouble | null = null): Checked {
  return { kind: 'refused', code, trouble }
}

export async function checkIncoming(
  node: Node,
  relation: Relation,
  step: Step,
  heads: Heads,
  writer: Writer,
): Promise<Checked> {
  if (step.relation !== relation.id || step.from !== relation.theirs || step.epoch !== relation.theirEpoch)
    return refused('wrong-relation')
  const held = heads.theirs
  const end = step.start + step.entries.length
  if (step.start > held.size) return refused('gap')
  const note = step.checkpoint
  if (note === null) {
    return step.entries.length > 0 ? refused('bad-checkpoint') : nothing(held)
  }
  let checkpoint: Checkpoint
  try {
    checkpoint = verifyCheckpointAt(note, theirRecordWith(relation, step).log, node.verifier)
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    if (error.code !== 'missing-signature') return refused('bad-checkpoint')
    return refused('unknown-key', notSigned(relation, step, note))
  }
  if (checkpoint.size !== end) return refused('bad-checkpoint')
  const overlap = await compareHeld(relation.theirs, step, held.size, writer)
  if (overlap !== null)
    return (await leadsTo(checkpoint, relation.theirs, step, held, writer))
      ? fork(relation.theirs, note, overlap + 1, writer)
      : badRoot(relation.theirs, note)
  if (end <= held.size) {
    const same = equal(await rootOfSize(relation.theirs, end, held, writer), checkpoint.root)
    if (same) return nothing(held)
    await checkOwnTree(node, relation, checkpoint, writer)
    return fork(relation.theirs, note, end, writer)
  }
  return checkNew(node, relation, step, note, checkpoint, heads)
}

/** A change of keys that the old key, or the new one, did not sign: somebody has only one of the two. */
function notSigned(relation: Relation, step: Step, note: string): Trouble | null {
  if (theirRecordWith(relation, step).log === relation.keyed.theirs.log) return null
  return { code: 'key-refused', detail: { side: relation.theirs, why: 'not-signed', received: note } }
}

function nothing(head: LogHead): Checked {
  return { kind: 'good', rows: [], parts: [], nodes: [], head, troubles: [] }
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

/** What nobody signed accuses nobody: only entries that lead to the signed head contradict those that are held. */
async function leadsTo(
  checkpoint: Checkpoint,
  side: Party,
  step: Step,
  held: LogHead,
  writer: Writer,
): Promise<boolean> {
  let frontier =
    step.start === held.size
      ? { size: held.size, hashes: held.frontier }
      : { size: step.start, hashes: await writer.nodes(side, frontierNodes(step.start)) }
  for (const { header } of step.entries) frontier = appendLeaf(frontier, leafHashBytes(header)).frontier
  return equal(rootOf(frontier), checkpoint.root)
}

async function rootOfSize(side: Party, size: number, head: LogHead, writer: Writer): Promise<Uint8Array> {
  if (size === head.size) return rootAt(head)
  return rootOf({ size, hashes: await writer.nodes(side, frontierNodes(size)) })
}

/**
 * What it signed then is what it signs now: the tree it is compared with is not what it was, and nobody is
 * to be accused of that.
 */
async function checkOwnTree(
  node: Node,
  relation: Relation,
  signed: Checkpoint,
  writer: Writer,
): Promise<void> {
  const held = await writer.checkpointFrom(relation.theirs, signed.size)
  if (held?.size !== signed.size) return
  if (!isSignedOtherwise(node, relation, held.note, signed.root))
    throw new NodeError({ code: 'entry-damaged', message: 'a stored tree does not lead to its signed head' })
}

function isSignedOtherwise(node: Node, relation: Relation, held: string, root: Uint8Array): boolean {
  try {
    return !equal(verifyCheckpointAt(held, relation.keyed.theirs.log, node.verifier).root, root)
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

function checkNew(
  node: Node,
  relation: Relation,
  step: Step,
  note: string,
  checkpoint: Checkpoint,
  heads: Heads,
): Checked {
  const idOf = dossierIn(node, relation)
  const rows: EntryRow[] = []
  const parts: PartRow[] = []
  const troubles: Trouble[] = []
  let before = { running: heads.theirs.running, time: heads.theirs.time }
  let record = relation.keyed.theirs
  const now = node.clock()
  for (const [position, given] of step.entries.entries()) {
    const index = step.start + position
    if (index < heads.theirs.size) continue
    const { row, header } = rowOf(relation.theirs, index, given.header, before, idOf)
    if (header) {
      const proof = { side: relation.theirs, index, header: text(given.header), checkpoint: note }
      const seen = checkSeen(header.seen, before.running, heads.ours.size)
      if (seen === 'beyond') return refused('seen-beyond', { code: 'seen-beyond', detail: proof })
      if (seen === 'lowered') troubles.push({ code: 'seen-lowered', detail: proof })
      if (header.time < before.time) troubles.push({ code: 'time-lowered', detail: proof })
      if (header.time > now + relation.tolerance) troubles.push({ code: 'time-ahead', detail: proof })
      const fault = partsFault(header, given.parts)
      if (fault) return refused(fault)
      if (header.kind === 'key') {
        const next = recordAfter(relation, record, index, given.header)
        if (!next) troubles.push({ code: 'key-refused', detail: { ...proof, why: 'no-new-key' } })
        // Behind such an entry a head is signed by both keys, and what comes after by the new one alone.
        else if (header.use === 'log' && index + 1 < checkpoint.size) return refused('bad-checkpoint')
        record = next ?? record
      }
      for (const part of given.parts) parts.push({ leaf: row.leaf, ...part })
    }
    rows.push(row)
    before = { running: row.running, time: row.time }
  }
  const grown = grow(heads.theirs, rows)
  if (!equal(rootAt(grown.head), checkpoint.root)) return badRoot(relation.theirs, note)
  return { kind: 'good', rows, parts, nodes: grown.nodes, head: grown.head, troubles }
}

function partsFault(
  header: Parameters<typeof checkParts>[0],
  parts: Parameters<typeof checkParts>[1],
): Refusal | null {
  try {
    checkParts(header, parts)
    return null
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    return error.code === 'part-missing' ? 'part-missing' : 'bad-part'
  }
}
