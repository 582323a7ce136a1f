/**
 * Begins our next log where the other side says that the one before it ended. After a backup was brought back, or a
 * signing key was lost, nobody continues a log: a second entry at an index that was used can never be taken back.
 */
import {
  type Closing,
  cosign,
  equal,
  ProtocolError,
  signOpening,
  verifyClosingAt,
} from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import { signing } from '../../keys/outside-key.ts'
import type { Heads, LogHead, Writer } from '../../store/store.ts'
import { lastReceipt, nextReceipt } from '../clock/receipt-time.ts'
import { orWhole } from '../dossier/whole.ts'
import { raise } from '../incident.ts'
import { readKeys } from '../keys/key-record.ts'
import { custodyOf } from '../keys/learned-keys.ts'
import { isFree } from '../keys/next-log.ts'
import { BATCH_ENTRIES } from '../limits.ts'
import { rowOfEpoch, setChain } from '../log/chain.ts'
import { writeEpoch } from '../log/compose.ts'
import { rowOf } from '../log/entry.ts'
import { checkHead, grow, rootAt, signedRow } from '../log/heads.ts'
import { endsOf } from '../log/log-spans.ts'
import { readOn } from '../log/read-on.ts'
import { publicOf } from '../log/signed.ts'
import { dossierIn } from '../procedure-in.ts'
import type { Node, Relation } from '../relation.ts'
import { write } from '../write.ts'
import { settleHeld } from './settle-held.ts'

/**
 * Everything that the other side holds of our log has to be here, and all of theirs that we ever had seen.
 *
 * @throws NodeError `bad-statement` when it is not the answer to our question; `rolled-back` when it names another end
 */
export async function beginEpoch(
  node: Node,
  relation: Relation,
  nonce: Uint8Array,
  note: string,
): Promise<void> {
  // What was taken back last may have changed them; and before those of the next log are made.
  await node.store.read(relation.id, (reader) => readKeys(relation, reader))
  const closing = read(node, relation, nonce, note)
  if (!relation.newKeys) throw new NodeError({ code: 'bad-config', message: 'no log keys can be made here' })
  // The key file keeps where the log begins: nothing that is only said goes into it.
  checkEnd(closing, await node.store.read(relation.id, (reader) => reader.heads()))
  const number = nextNumber(relation)
  relation.beginning = number
  relation.log = await relation.newKeys(number, closing.size, (keys) => isFree(relation, keys))
  relation.made = number
  await orWhole(relation, () =>
    write(
      node,
      relation,
      (writer) => begin(node, relation, number, closing, note, writer),
      () => true,
    ).catch(async (error: unknown) => {
      setChain(relation, await node.store.read(relation.id, (reader) => reader.epochs()))
      if (relation.epoch !== number) throw error
    }),
  )
  hasBegun(node, relation)
}

/** What follows, also from a commit of which nobody knew: a log that was begun is not ended before it is used. */
export function hasBegun(node: Node, relation: Relation): void {
  relation.start = 'confirmed'
  relation.restored = 'no'
  relation.renewing = false
  relation.beginning = null
  relation.grown = 0
  relation.agreed = null
  node.events.emit({ kind: 'changed', relation: relation.id, dossiers: [] })
  node.events.emit({ kind: 'incident', relation: relation.id })
  node.events.emit({ kind: 'line', relation: relation.id })
}

/**
 * Whether either log answers what is not here of the other, for both sides have lost it: new entries in those places would
 * be taken for what was answered.
 */
export function answersLost({ ours, theirs }: Heads): boolean {
  return theirs.size < ours.running || ours.size < theirs.running
}

/**
 * Keys that were made before this start may have begun a log that only the lost machine knew of, and what it signed may
 * still be on its way: its number is not given to another. A beginning that failed in this run has signed nothing.
 */
export function nextNumber({ epoch, made, beginning }: Relation): number {
  return beginning ?? Math.max(epoch, made) + 1
}

function read(node: Node, relation: Relation, nonce: Uint8Array, note: string): Closing {
  let closing: Closing
  try {
    closing = verifyClosingAt(note, custodyOf(relation, relation.theirs), node.verifier)
  } catch (cause) {
    if (cause instanceof ProtocolError) throw new NodeError({ code: 'bad-statement', cause })
    throw cause
  }
  const asked = closing.relation === relation.id && closing.from === relation.theirs
  if (!asked || !equal(closing.nonce, nonce)) throw new NodeError({ code: 'bad-statement' })
  return closing
}

async function begin(
  node: Node,
  relation: Relation,
  number: number,
  closing: Closing,
  note: string,
  writer: Writer,
): Promise<void> {
  const heads = await writer.heads()
  const { ours, theirs } = heads
  if (ours.epoch >= number) return
  await checkHead(writer, relation.ours, ours)
  checkEnd(closing, heads)
  if (answersLost(heads))
    throw new NodeError({
      code: 'rolled-back',
      message: 'something that was had of the other side is missing',
    })
  const epoch = { number, base: ours.size, log: publicOf(relation.log) }
  const named = { relation: relation.id, party: relation.ours }
  const opening = await signing(relation.custody, node.verifier, (signer) =>
    signOpening(named, epoch, note, signer),
  )
  await writer.closeEpoch(relation.ours)
  await writer.beginEpoch(rowOfEpoch(relation.ours, epoch))
  setChain(relation, await writer.epochs())
  const now = node.clock()
  relation.receipt = Math.max(relation.receipt, await lastReceipt(node, relation, writer))
  const time = nextReceipt(relation, now, ours.time)
  const place = { relation: relation.id, seen: ours.running, time, random: node.random }
  const written = writeEpoch({ opening, closing: note }, place)
  const { ours: begun } = await writer.heads()
  const { row } = rowOf(relation.ours, begun.size, written.bytes, begun, dossierIn(node, relation))
  const grown = grow(begun, [row])
  const parts = written.parts.map((part) => ({ leaf: row.leaf, ...part }))
  await writer.append(relation.ours, [row], parts, grown.nodes, grown.head)
  await writer.putCheckpoint(await signedRow(node, relation, grown.head))
  await settle(node, relation, { ours: grown.head, theirs }, time, writer)
  const detail = { side: relation.ours, epoch: epoch.number, base: epoch.base }
  // A start reads it again.
  await raise(writer, now, 'epoch-begun', detail, true)
}

/** @throws NodeError `rolled-back` */
function checkEnd(closing: Closing, { ours, theirs }: Heads): void {
  const same = closing.epoch === ours.epoch && closing.size === ours.size
  if (!same || !equal(closing.root, rootAt(ours)))
    throw new NodeError({ code: 'rolled-back', message: 'the counterpart ends our log elsewhere' })
  if (theirs.size < closing.cosigned)
    throw new NodeError({
      code: 'rolled-back',
      message: 'something that was receipted of the other side is missing',
    })
}

/** What was only held while nothing could be signed, or was settled by entries that are lost, is settled now. */
async function settle(
  node: Node,
  relation: Relation,
  heads: Heads,
  time: number,
  writer: Writer,
): Promise<LogHead> {
  const { ours, theirs } = heads
  const head = (await isAnswered(relation, heads, writer))
    ? await settleHeld(node, relation, heads, time, writer)
    : ours
  // Also where a log of theirs ended, or changed its keys: nothing of theirs is given back beyond a head that both signed,
  // and no change is proven by any other.
  for (const size of [...endsOf(relation, relation.theirs), theirs.size]) {
    const last = size > 0 ? await writer.checkpointFrom(relation.theirs, size) : null
    if (last?.size !== size || last.cosignature !== null) continue
    const lines = await signing(relation.custody, node.verifier, (signer) => cosign(last.note, signer, time))
    await writer.putCosignature(relation.theirs, size, lines)
  }
  return head
}

/** Whether there is more to be settled than marks. */
async function isAnswered(relation: Relation, { ours, theirs }: Heads, writer: Writer): Promise<boolean> {
  for (let at = ours.running; at < theirs.size; at += BATCH_ENTRIES) {
    const rows = await readOn(writer, relation.theirs, at, Math.min(at + BATCH_ENTRIES, theirs.size))
    if (rows.some(({ kind }) => kind !== 'mark')) return true
  }
  return false
}
