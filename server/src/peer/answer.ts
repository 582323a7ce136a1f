/** A sealed question of the counterpart, from its envelope to its sealed answer. */
import { encodeFileAnswer, encodeGiven, encodeStep, utf8 } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import { answerFile } from '../uses/file/answer-file.ts'
import { giveKeySteps } from '../uses/keys/key-steps.ts'
import { hearAnnounced } from '../uses/receive/hear-announced.ts'
import { giveLate } from '../uses/receive/late.ts'
import { receive } from '../uses/receive/receive.ts'
import type { Node, Relation } from '../uses/relation.ts'
import { stateClosing } from '../uses/restore/closing.ts'
import { giveBack } from '../uses/restore/give-back.ts'
import { stateSizes } from '../uses/restore/statement.ts'
import { refusedThem } from '../uses/send/line.ts'
import type { Work } from '../uses/time-share.ts'
import { encodeKeySteps, isKeysQuestion } from '../wire/key-message.ts'
import { LinkFailure } from '../wire/link.ts'
import { decodeQuestion, encodeHeard, type Question } from '../wire/message.ts'
import { openMessage, type Seals, sealMessage } from '../wire/seal.ts'

/** What a counterpart is told of why nothing can be taken in now. */
const HELD = ['held-start', 'held-clock'] as const
/** What says how this node is, and nothing of what was sent. */
const OWN = [...HELD, 'unavailable'] as const

export interface Peer {
  relation: Relation
  seals: Seals
}

/**
 * `work`: is told what is taken in and given, and whether what came is refused.
 * @throws LinkFailure with the code that the other side is told, and nothing more
 */
export async function answerSealed(
  node: Node,
  peer: Peer,
  sealed: Uint8Array,
  work: Pick<Work, 'entries' | 'refused'> = { entries: 0 },
): Promise<Uint8Array> {
  const { relation } = peer
  const told = (code: string | null) => {
    if (refusedThem(relation.line, node.clock(), code))
      node.events.emit({ kind: 'line', relation: relation.id })
  }
  try {
    if (isKeysQuestion(sealed, relation.id)) return await answerKeys(node, relation)
    const { kind, bytes } = await answerTo(node, peer, sealed, work)
    // Sizes and files are asked for also while steps are refused.
    if (kind === 'step') told(null)
    return bytes
  } catch (error) {
    if (error instanceof LinkFailure) {
      work.refused = !OWN.some((code) => code === error.code)
      // That we do not know yet where both stand is no fault of what they sent.
      if (error.code !== 'held-start') told(error.code)
    }
    throw error
  }
}

async function answerKeys(node: Node, relation: Relation): Promise<Uint8Array> {
  try {
    return encodeKeySteps(await giveKeySteps(node, relation))
  } catch (cause) {
    throw new LinkFailure('unavailable', cause)
  }
}

async function answerTo(
  node: Node,
  { relation, seals }: Peer,
  sealed: Uint8Array,
  work: Pick<Work, 'entries'>,
): Promise<{ kind: Question['kind']; bytes: Uint8Array }> {
  const question = decodeQuestion(await openMessage(relation, seals, sealed))
  // It opened, so it is the counterpart: a line that was down is up.
  node.events.emit({ kind: 'heard', relation: relation.id })
  const { kind } = question
  const seal = async (bytes: Uint8Array) => ({ kind, bytes: await sealMessage(relation, seals, bytes) })
  try {
    if (question.kind === 'ask') return await seal(utf8(await stateSizes(node, relation, question.nonce)))
    if (question.kind === 'close') {
      const closing = await stateClosing(node, relation, question.note)
      if (closing.kind === 'refused') throw new LinkFailure(closing.code)
      return await seal(utf8(closing.note))
    }
    if (question.kind === 'late') {
      const step = await giveLate(node, relation, question.place, question.nonce)
      work.entries += step.entries.length
      return await seal(encodeStep(step))
    }
    if (question.kind === 'file')
      return await seal(encodeFileAnswer(await answerFile(node, relation, question.file)))
    if (question.kind === 'give-back') {
      const given = await giveBack(node, relation, question.note)
      if (given.kind === 'refused') throw new LinkFailure(given.code)
      work.entries += given.given.entries.length
      return await seal(encodeGiven(given.given))
    }
    if (question.kind === 'announcement') {
      const heard = await hearAnnounced(node, relation, question.announcement)
      if (heard !== 'heard') throw new LinkFailure(heard)
      return await seal(encodeHeard(question.announcement.nonce))
    }
    const received = await receive(node, relation, question.step)
    if (received.kind === 'refused') throw new LinkFailure(received.code)
    work.entries += question.step.entries.length + received.step.entries.length
    return await seal(encodeStep(received.step))
  } catch (cause) {
    if (cause instanceof LinkFailure) throw cause
    const code = cause instanceof NodeError && HELD.find((held) => held === cause.code)
    throw new LinkFailure(code || 'unavailable', cause)
  }
}
