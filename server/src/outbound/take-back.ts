/** Asks the counterpart for what it keeps of a log, one signed head after the other. */
import type { Party } from '@counterpart/casework'
import type { GiveBack, Given } from '@counterpart/protocol'
import type { KeySteps } from '../uses/keys/key-steps.ts'
import { learnKeys } from '../uses/keys/learned-keys.ts'
import type { Node, Relation } from '../uses/relation.ts'
import { putBack } from '../uses/restore/take-back.ts'
import { LinkFailure } from '../wire/link.ts'

/** As a channel gives both. */
export interface GivesBack {
  giveBack(asked: GiveBack): Promise<Given>
  keys(): Promise<KeySteps>
}

const NONCE_BYTES = 16

/**
 * Takes the log of `side` back as far as both have signed for it, and ours as far as they hold it. A receipt that lies far
 * away comes with the last of several answers, and whoever gives could keep it back. Each answer is on disk
 * before the next is asked for, so that a node that ends in between goes on where it was.
 *
 * @throws LinkFailure `not-given` until two operators of the other side have allowed it; `not-delivered` when what
 * was given is not what was signed
 */
export async function takeBack(node: Node, relation: Relation, side: Party, from: GivesBack): Promise<void> {
  for (let mayLearn = true; ; ) {
    const { ours, theirs } = await node.store.read(relation.id, (reader) => reader.heads())
    const asked: GiveBack = {
      relation: relation.id,
      from: relation.ours,
      nonce: node.random(NONCE_BYTES),
      log: side,
      start: side === relation.ours ? ours.size : theirs.size,
      end: 0,
      time: node.clock(),
    }
    const given = await from.giveBack(asked).catch(nothingMore)
    if (given === null) return
    const put = await putBack(node, relation, side, given, mayLearn)
    if (put === 'differs') throw new LinkFailure('not-delivered')
    // Signed by the other side after a change of its keys that was lost with the rest, or that never came here.
    if (put === 'unknown-key') learnKeys(node, relation, await from.keys())
    mayLearn = put !== 'unknown-key'
  }
}

function nothingMore(error: unknown): null {
  if (error instanceof LinkFailure && error.code === 'not-found') return null
  throw error
}
