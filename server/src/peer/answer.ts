/** A sealed question of the counterpart, from its envelope to its sealed answer. */
import { encodeFileAnswer, encodeGiven, encodeStep, utf8 } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import { LinkFailure } from '../outbound/link.ts'
import { decodeQuestion, encodeHeard } from '../outbound/message.ts'
import { openMessage, type Seals, sealMessage } from '../outbound/seal.ts'
import { answerFile } from '../uses/answer-file.ts'
import { stateClosing } from '../uses/closing.ts'
import { giveBack } from '../uses/give-back.ts'
import { hearAnnounced } from '../uses/hear-announced.ts'
import { receive } from '../uses/receive.ts'
import type { Node, Relation } from '../uses/relation.ts'
import { stateSizes } from '../uses/statement.ts'

export interface Peer {
  relation: Relation
  seals: Seals
}

/** @throws LinkFailure with the code that the other side is told, and nothing more */
export async function answerSealed(node: Node, peer: Peer, sealed: Uint8Array): Promise<Uint8Array> {
  const { relation, seals } = peer
  const question = decodeQuestion(await openMessage(relation, seals, sealed))
  // It opened, so it is the counterpart: a line that was down is up.
  node.events.emit({ kind: 'heard', relation: relation.id })
  try {
    if (question.kind === 'ask')
      return await sealMessage(relation, seals, utf8(await stateSizes(node, relation, question.nonce)))
    if (question.kind === 'close')
      return await sealMessage(relation, seals, utf8(await stateClosing(node, relation, question.nonce)))
    if (question.kind === 'file')
      return await sealMessage(
        relation,
        seals,
        encodeFileAnswer(await answerFile(node, relation, question.file)),
      )
    if (question.kind === 'give-back') {
      const given = await giveBack(node, relation, question.note)
      if (given.kind === 'refused') throw new LinkFailure(given.code)
      return await sealMessage(relation, seals, encodeGiven(given.given))
    }
    if (question.kind === 'announcement') {
      const heard = await hearAnnounced(node, relation, question.announcement)
      if (heard !== 'heard') throw new LinkFailure(heard)
      return await sealMessage(relation, seals, encodeHeard(question.announcement.nonce))
    }
    const received = await receive(node, relation, question.step)
    if (received.kind === 'refused') throw new LinkFailure(received.code)
    return await sealMessage(relation, seals, encodeStep(received.step))
  } catch (cause) {
    if (cause instanceof LinkFailure) throw cause
    throw new LinkFailure(
      cause instanceof NodeError && cause.code === 'held-start' ? 'held-start' : 'unavailable',
      cause,
    )
  }
}
