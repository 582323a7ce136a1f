/** What a node does that was brought back, from its operators' word to the first entry of its next epoch. */
import type { Step } from '@counterpart/protocol'
import type { Heads } from '../store/store.ts'
import { damageIn, isTooLarge } from '../uses/damage.ts'
import { foldAll } from '../uses/dossier/fold-all.ts'
import { orWhole } from '../uses/dossier/whole.ts'
import { mayDate } from '../uses/held.ts'
import { raise } from '../uses/incident.ts'
import { loadChain } from '../uses/log/chain.ts'
import { takeIn } from '../uses/receive/take-in.ts'
import type { Node, Relation } from '../uses/relation.ts'
import { answersLost, beginEpoch, hasBegun } from '../uses/restore/begin-epoch.ts'
import { markThatDiffers } from '../uses/restore/own-marks.ts'
import { isContradicted } from '../uses/restore/startable.ts'
import { compareTheirMarks } from '../uses/restore/their-marks.ts'
import { destroyAgain } from '../uses/retention/destroy-again.ts'
import { makeStep } from '../uses/send/batch.ts'
import { LinkFailure } from '../wire/link.ts'
import { checkAnswered } from '../wire/message.ts'
import { askStatement } from './ask-statement.ts'
import type { Channel } from './channel.ts'
import { type GivesBack, takeBack } from './take-back.ts'

const NONCE_BYTES = 16

/**
 * One round. What was signed before may always be sent: so the other side has all that we have, and we all that it
 * has, before it is asked where our log ends. It is asked for that last, for it says so for good.
 *
 * @throws LinkFailure while something is missing, or NodeError of the store
 */
export async function renew(
  node: Node,
  relation: Relation,
  channel: Channel,
  signal: AbortSignal,
): Promise<void> {
  if (relation.beginning !== null && (await headsOf(node, relation)).ours.epoch === relation.beginning) {
    await loadChain(node, relation)
    hasBegun(node, relation)
    return
  }
  await askStatement(node, relation, channel, signal)
  const { stated } = relation
  if (stated === null) throw new LinkFailure('rolled-back')
  const from: GivesBack = {
    giveBack: (asked) => channel.giveBack(asked, signal),
    keys: () => channel.keys(signal),
  }
  const found = await headsOf(node, relation)
  if (stated.theirs > found.ours.size) {
    await takeBack(node, relation, relation.ours, from)
    const { ours } = await headsOf(node, relation)
    // What it says it holds and does not give is lost to both of us: nobody may go on from less.
    if (ours.size < stated.theirs) throw new LinkFailure('rolled-back')
    // What stands in theirs may be signed with a key that our own log has named.
    await takeBack(node, relation, relation.theirs, from)
  } else if (found.theirs.size < found.ours.running) {
    // What was destroyed since goes in no step any more, and is left out of what is given. The rest may come without it.
    await takeBack(node, relation, relation.theirs, from).catch(notTaken)
  }
  const before = await headsOf(node, relation)
  let isLeft = false
  if (stated.theirs < before.ours.size || stated.ours > before.theirs.size) {
    const { holds, left } = await exchangeHeld(node, relation, channel, signal, stated.theirs)
    // More than it sends once more without the word of its operators.
    if (left === 'gap') await takeBack(node, relation, relation.theirs, from)
    // Entries of theirs that we receipted were judged before the loss: they may be given back although they would wait.
    if (left === 'waits') await takeBack(node, relation, relation.theirs, from).catch(notTaken)
    const after = await headsOf(node, relation)
    if (left === 'gap' && after.theirs.size === before.theirs.size) throw new LinkFailure('gap')
    if (left === 'gap' || holds > stated.theirs || after.theirs.size > before.theirs.size) return
    isLeft = left === 'waits'
    // Its operators are waited for: asking on without a pause would hear the same.
    if (stated.theirs < before.ours.size) throw new LinkFailure('held-start')
  }
  if (await node.store.read(relation.id, (reader) => isContradicted(node, relation, reader)))
    throw new LinkFailure('given-differs')
  // We may have receipted what it has of its own log: it gives that once it may answer. What waits by SYNC-17 keeps nobody from
  // the next log: the closing says how much of it was receipted, and no log begins with less.
  if (before.theirs.size < stated.ours && !isLeft) throw new LinkFailure('held-start')
  // Before it is asked where our log ends, for it says so for good.
  if (answersLost(before)) throw new LinkFailure('rolled-back')
  // Nothing was compared with what follows from the logs before they are whole; also where a start came in between.
  if (!relation.isFolded) await foldAll(node, relation)
  await checkMarks(node, relation)
  await compareTheirMarks(node, relation)
  // What came back with a backup, also where only the other side's log has it: before anybody is shown anything again.
  await destroyAgain(node, relation, true)
  // It dates what both sides go on from, and all that it settles.
  if (!mayDate(node, relation, before.ours.time)) throw new LinkFailure('held-clock')
  const nonce = node.random(NONCE_BYTES)
  const { epoch } = before.ours
  relation.asked = Math.max(node.clock(), relation.asked + 1)
  const asked = { relation: relation.id, from: relation.ours, nonce, epoch, time: relation.asked }
  await beginEpoch(node, relation, nonce, await channel.close(asked, signal))
}

/** @throws LinkFailure `given-differs` */
async function checkMarks(node: Node, relation: Relation): Promise<void> {
  const mark = await orWhole(relation, () =>
    node.store.read(relation.id, (reader) => markThatDiffers(node, relation, reader)),
  )
  if (mark === null) return
  const { theirs: side } = relation
  await node.store.locked(relation.id, (writer) =>
    raise(writer, node.clock(), 'given-differs', { side, mark }, true),
  )
  node.events.emit({ kind: 'incident', relation: relation.id })
  throw new LinkFailure('given-differs')
}

function notTaken(error: unknown): void {
  const isGiven = !(error instanceof LinkFailure) || error.code !== 'not-given'
  if (isGiven && !waits(error)) throw error
}

/** Whether it is about what stays with its author until our next log has begun (SYNC-17). */
function waits(error: unknown): boolean {
  return isTooLarge(error) || damageIn(error)?.code === 'opening-missing'
}

function headsOf(node: Node, relation: Relation): Promise<Heads> {
  return node.store.read(relation.id, (reader) => reader.heads())
}

/**
 * Returns how much of ours it says that it holds, and what of its own was not taken: `gap` where it sends only what comes after what
 * we had, `waits` where it might not be judged later.
 */
async function exchangeHeld(
  node: Node,
  relation: Relation,
  channel: Channel,
  signal: AbortSignal,
  start: number,
): Promise<{ holds: number; left: 'gap' | 'waits' | null }> {
  const ask = async (from: number, more: Partial<Step> = {}): Promise<Step> => {
    const nonce = node.random(NONCE_BYTES)
    const step = await node.store.read(relation.id, (reader) =>
      makeStep(node, relation, reader, { nonce, start: from }),
    )
    const question = { ...step, ...more }
    const answer = await channel.sync(question, signal)
    checkAnswered(answer, question)
    return answer
  }
  // It may be brought back itself: then it takes nothing that it did not ask for, and gives what it has.
  const answer = await ask(start).catch((error: unknown) => {
    if ((error as { code?: unknown }).code !== 'held-start') throw error
    return ask(Number.MAX_SAFE_INTEGER, { cosignature: null })
  })
  const { holds } = answer
  const accepted = await takeIn(node, relation, answer, 'renewal').catch((error: unknown) => {
    if (!waits(error)) throw error
    return null
  })
  if (accepted === null) return { holds, left: 'waits' }
  if (accepted.kind === 'refused' && accepted.code === 'gap') return { holds, left: 'gap' }
  // A log that does not go on from what we hold is not one to begin beside; what it has seen of ours may be lost to both.
  if (accepted.kind === 'refused')
    throw new LinkFailure(accepted.code === 'seen-beyond' ? 'rolled-back' : accepted.code)
  return { holds, left: null }
}
