/** Where a log of the other side ends: said once it asks, and from then on so, whatever still comes of it. */
import { emptyFrontier, rootOf, signClosing, text, verifyClosingQuestion } from '@counterpart/protocol'
import { signing } from '../../keys/outside-key.ts'
import type { LogHead, Writer } from '../../store/store.ts'
import { raise, raiseOfBound } from '../incident.ts'
import { statingKey } from '../keys/rotate.ts'
import { rootAt } from '../log/heads.ts'
import type { Node, Relation } from '../relation.ts'
import { write } from '../write.ts'
import { openSigned } from './signed-question.ts'

export type Closed =
  | { kind: 'closed'; note: string }
  | { kind: 'refused'; code: 'bad-step' | 'unknown-key' | 'epoch-closed' | 'gap' | 'logs-full' }

type Refused = Extract<Closed, { kind: 'refused' }>
const refused = (code: Refused['code']): Refused => ({ kind: 'refused', code })

/** The newest of one log that are known again: of older ones none is on its way any more. More fill no disk. */
const MOST_KNOWN = 256

/**
 * Answered whatever state we are in: of two nodes that were both brought back, neither waits for the other. Only of
 * the log that is asked about: the question may be an old one, and the log of today is not ended by that.
 */
export async function stateClosing(node: Node, relation: Relation, question: string): Promise<Closed> {
  // Before anything is looked at: the answer ends a log for good, and whoever has the line alone may not do that.
  const opened = openSigned(relation, (line, keys) =>
    verifyClosingQuestion(question, line, keys, node.verifier),
  )
  if (opened.kind === 'refused') return opened
  const { epoch: asked, nonce, time: when } = opened.asked
  const now = node.clock()
  const found = await write(
    node,
    relation,
    async (writer) => {
      const { theirs } = await writer.heads()
      if (theirs.epoch !== asked) return refused(asked < theirs.epoch ? 'epoch-closed' : 'gap')
      if (mayHoldLess(relation, theirs)) return refused('gap')
      const before = await writer.closingTime(asked, nonce)
      if (before === null && isPast(when, theirs, now, relation)) return refused('gap')
      // Where it ended already, it may go on: that was promised.
      if (!theirs.closed && (await hasAllLogs(node, relation, theirs, writer, now)))
        return refused('logs-full')
      const detail = { side: relation.theirs, epoch: theirs.epoch, size: theirs.size, question }
      // Each later than the one before: only the last may be begun with, for another may be a lost machine's. A question
      // that comes again is no later one: whoever asked last has perhaps begun.
      const time = before ?? when
      if (before === null) await writer.putClosingTime({ epoch: asked, nonce, time }, MOST_KNOWN)
      await writer.closeEpoch(relation.theirs, Math.max(time, theirs.stated))
      if (!theirs.closed) await raise(writer, now, 'epoch-closed', detail)
      const receipt = await writer.lastCheckpoint(relation.ours, true)
      return { head: theirs, cosigned: receipt?.size ?? 0, time }
    },
    () => true,
  )
  if ('kind' in found) {
    if (found.code === 'logs-full') node.events.emit({ kind: 'incident', relation: relation.id })
    return found
  }
  const { head, cosigned, time } = found
  node.events.emit({ kind: 'incident', relation: relation.id })
  const root = head.size === head.base ? rootOf(emptyFrontier()) : rootAt(head)
  const { epoch, size } = head
  const closing = {
    relation: relation.id,
    from: relation.ours,
    nonce,
    epoch,
    size,
    root,
    cosigned,
    time,
  }
  const key = statingKey(relation, cosigned)
  const note = await signing(key, node.verifier, (signer) => signClosing(closing, signer))
  return { kind: 'closed', note }
}

/**
 * Perhaps brought back, and not told yet how much the other side has: whoever lives asks again when we have it, and an old
 * question that comes once more ends nothing.
 */
function mayHoldLess({ start, stated }: Relation, { size }: LogHead): boolean {
  return start !== 'confirmed' && (stated === null || stated.ours > size)
}

/**
 * Whether a question that was not answered before comes too late, from whoever kept it: another was asked after it, or the
 * log went on. One that is dated ahead is of a clock that is wrong, and would put off every later one.
 */
function isPast(when: number, { stated, time }: LogHead, now: number, { tolerance }: Relation): boolean {
  if (when <= stated || when > now + tolerance) return true
  // A log that is itself dated ahead keeps nobody from asking now.
  return when + tolerance < Math.min(time, now)
}

/** Each log is kept for good, by both: whoever begins one after the other is told to stop before the last has ended. */
async function hasAllLogs(
  node: Node,
  relation: Relation,
  { base }: LogHead,
  writer: Writer,
  now: number,
): Promise<boolean> {
  const side = relation.theirs
  const logs = (await writer.epochs()).filter((row) => row.side === side).length
  if (logs < node.bounds.logs) return false
  const [beginning] = await writer.entries(side, base, { entries: 1, bytes: 1 })
  const head = await writer.checkpointFrom(side, base + 1)
  const proof = { header: beginning ? text(beginning.bytes) : null, received: head?.note ?? null }
  await raiseOfBound(writer, now, 'logs-full', { side, logs: node.bounds.logs }, proof)
  return true
}
