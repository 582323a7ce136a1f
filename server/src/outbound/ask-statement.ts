/** Asks where both sides are, and for the keys that the answer, or what it shows, is signed with when they are not known here. */
import { ProtocolError } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import { learnKeys } from '../uses/keys/learned-keys.ts'
import type { Node, Relation } from '../uses/relation.ts'
import { askSizes, hearSizes } from '../uses/restore/statement.ts'
import { LinkFailure } from '../wire/link.ts'
import type { Channel } from './channel.ts'

const NONCE_BYTES = 16

/** @throws LinkFailure; NodeError `bad-statement` */
export async function askStatement(
  node: Node,
  relation: Relation,
  channel: Channel,
  signal: AbortSignal,
): Promise<Relation['start']> {
  const once = async (isFirst: boolean) => {
    const nonce = node.random(NONCE_BYTES)
    const asking = await askSizes(node, relation, nonce)
    return hearSizes(node, relation, { ...asking, isFirst }, await channel.ask(nonce, signal))
  }
  try {
    return await once(true)
  } catch (error) {
    const isUnproven = error instanceof NodeError && error.code === 'size-unproven'
    if (!isUnproven && !isOfUnknownKey(error)) throw error
    // An other side that shows nothing we signed is reported also where it gives no keys.
    const steps = await channel.keys(signal).catch((failure: unknown) => {
      if (isUnproven && failure instanceof LinkFailure) return null
      throw failure
    })
    if (steps) learnKeys(node, relation, steps)
    return once(false)
  }
}

/** It states under the key before as long as we have not receipted the change: so we knew of it, and have lost it. */
function isOfUnknownKey(error: unknown): boolean {
  const cause = error instanceof NodeError && error.code === 'bad-statement' ? error.cause : null
  return cause instanceof ProtocolError && cause.code === 'missing-signature'
}
