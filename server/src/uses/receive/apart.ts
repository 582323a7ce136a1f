/**
 * Entries that come for an epoch after it was closed: kept with their author's signature, without index and without
 * effect, so that no index is ever used twice however late a medium arrives.
 */
import type { Party } from '@counterpart/casework'
import {
  appendLeaf,
  type Checkpoint,
  type Epoch,
  equal,
  leafHash,
  leafHashBytes,
  ProtocolError,
  type Refusal,
  rootOf,
  type Step,
  text,
  verifyHeadAt,
} from '@counterpart/protocol'
import type { ApartRow, PartName, PartRow, Reader } from '../../store/store.ts'
import { isTold, type Trouble } from '../incident.ts'
import { keysAfter } from '../keys/key-record.ts'
import { foreignTo, readHeader } from '../log/entry.ts'
import { frontierNodes } from '../log/heads.ts'
import { logSpans } from '../log/log-spans.ts'
import type { Node, Relation } from '../relation.ts'
import { newTurns } from '../turns.ts'
import { allButKept, declaredIn, partsOf } from './parts-given.ts'

export type Apart =
  /** `absent`: parts that did not come with their entries. */
  | { kind: 'apart'; rows: ApartRow[]; parts: PartRow[]; absent: PartName[] }
  | { kind: 'refused'; code: Refusal; trouble: Trouble | null }

/**
 * Takes only what its author signed, on what is held of that epoch. Its coming accuses nobody: bringing a backup back
 * makes two continuations of one log, and one of them was closed.
 */
export async function checkApart(
  node: Node,
  relation: Relation,
  step: Step,
  { epoch, end }: { epoch: Epoch; end: number },
  reader: Reader,
  side = relation.theirs,
): Promise<Apart> {
  const refused = (code: Refusal, trouble: Trouble | null = null): Apart => ({
    kind: 'refused',
    code,
    trouble,
  })
  if (step.checkpoint === null) return refused('bad-checkpoint')
  const { theirs, ours } = relation.keyed
  const spans = logSpans(side === relation.theirs ? theirs : ours, epoch)
  let checkpoint: Checkpoint
  try {
    // Changes of keys beyond the end of a log are not followed.
    checkpoint = verifyHeadAt(step.checkpoint, spans, node.verifier, true)
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    if (error.code !== 'missing-signature') return refused('bad-checkpoint')
    return refused('unknown-key', await behindChange(node, relation, step, { epoch, end }, reader, side))
  }
  if (epoch.base + checkpoint.size !== step.start + step.entries.length) return refused('bad-checkpoint')
  const size = step.start - epoch.base
  const before =
    step.start > end
      ? await reader.apartFrontier(side, { epoch: epoch.number, index: step.start - 1 })
      : await reader.nodes(side, epoch.number, frontierNodes(size))
  if (before === null) return refused('gap')
  const frontiers: Uint8Array[][] = []
  let frontier = { size, hashes: before }
  for (const { header } of step.entries) {
    frontier = appendLeaf(frontier, leafHashBytes(header)).frontier
    frontiers.push(frontier.hashes)
  }
  if (!equal(rootOf(frontier), checkpoint.root)) return refused('bad-root')
  const rows: ApartRow[] = []
  const parts: PartRow[] = []
  const absent: PartName[] = []
  const at = node.clock()
  const giveWay = newTurns(node)
  // Who gives us back what was ours may have destroyed parts of it by rule, and no record in the step would say so.
  const isDeclared = side === relation.ours ? allButKept : declaredIn(relation, step, giveWay)
  for (const [position, given] of step.entries.entries()) {
    const index = step.start + position
    if (index < end) continue
    const row = { side, epoch: epoch.number, index, leaf: leafHash(given.header) }
    const header = readHeader(given.header)
    // An entry that names no relation may have been written before headers named it, on a machine that was lost since.
    if (header && foreignTo(relation.id, header) === 'another') {
      const proof = { side, index, header: text(given.header), checkpoint: step.checkpoint }
      return refused('another-relation', { code: 'another-relation', detail: { ...proof, why: 'another' } })
    }
    const missing = header ? await partsOf(header, given, row.leaf, isDeclared, position) : []
    if (typeof missing === 'string') return refused(missing)
    absent.push(...missing)
    const after = frontiers[position] ?? []
    rows.push({ ...row, bytes: given.header, note: step.checkpoint, frontier: after, at })
    if (header) parts.push(...given.parts.map((part) => ({ leaf: row.leaf, ...part })))
    await giveWay()
  }
  return { kind: 'apart', rows, parts, absent }
}

/**
 * What follows on a change of keys beyond the end of a log is not kept, but whoever lost it has to know that it was there. Told
 * once of each log, and only of what the key that this change names has signed.
 */
async function behindChange(
  node: Node,
  relation: Relation,
  step: Step,
  { epoch, end }: { epoch: Epoch; end: number },
  reader: Reader,
  side: Party,
): Promise<Trouble | null> {
  if (step.start <= end) return null
  const place = { epoch: epoch.number, index: step.start - 1 }
  const [row] = await reader.apart(side, place, { entries: 1, bytes: 1 })
  if (row?.epoch !== place.epoch || row.index !== place.index) return null
  const whose = side === relation.theirs ? 'theirs' : 'ours'
  const keys = keysAfter(relation, whose, relation.keyed[whose], epoch, row.index, row.bytes)
  const received = step.checkpoint
  if (
    !keys ||
    received === null ||
    !isSigned(() => verifyHeadAt(received, logSpans(keys, epoch), node.verifier, true))
  )
    return null
  const of = { side, epoch: epoch.number, why: 'behind-key' }
  if (await isTold(reader, 'epoch-late', of)) return null
  return { code: 'epoch-late', detail: { ...of, received } }
}

function isSigned(verify: () => Checkpoint): boolean {
  try {
    verify()
    return true
  } catch (error) {
    if (error instanceof ProtocolError) return false
    throw error
  }
}
