/** Where a log of the other side ends: said once the other side asks, and true from then on, whatever still comes of that log. */
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

/** Questions about one log that are remembered, the newest: no older one is on its way any more, and more would fill the disk. */
const MOST_KNOWN = 256

/**
 * Answered in whatever state this node is: two nodes that were both brought back must not wait for each other. It is
 * about the log in the question only: an old question must not end the log of today.
 */
export async function stateClosing(node: Node, relation: Relation, question: string): Promise<Closed> {
  // Verified before anything else: the answer ends a log for good, and whoever has only the line may not cause that.
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
      // A log that has ended already may be followed by another: that was promised.
      if (!theirs.closed && (await hasAllLogs(node, relation, theirs, writer, now)))
        return refused('logs-full')
      const detail = { side: relation.theirs, epoch: theirs.epoch, size: theirs.size, question }
      // Each question is later than the one before, and only the last may begin a log, for another may be a lost
      // machine's. A repeated question keeps its time: whoever asked last has perhaps begun.
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
 * Whether this node may hold less than the other side: brought back, perhaps, and not told yet. A living asker asks
 * again when everything is here; an old question that is repeated then ends nothing.
 */
function mayHoldLess({ start, stated }: Relation, { size }: LogHead): boolean {
  return start !== 'confirmed' && (stated === null || stated.ours > size)
}

/**
 * Whether a new question is too old, or dated ahead. An old one was kept by somebody: another was asked after it, or
 * the log went on. One dated ahead is of a wrong clock, and would put off every later one.
 */
function isPast(when: number, { stated, time }: LogHead, now: number, { tolerance }: Relation): boolean {
  if (when <= stated || when > now + tolerance) return true
  // `now`, because a log that is itself dated ahead must keep nobody from asking.
  return when + tolerance < Math.min(time, now)
}

/**
 * Whether the other side has begun as many logs as it may. Both sides keep each log for good, so it is told to stop
 * before its last log ends.
 */
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
