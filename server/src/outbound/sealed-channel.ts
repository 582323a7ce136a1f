import { signClosingQuestion, signGiveBack } from '@counterpart/protocol'
import { learnKeys } from '../uses/keys/learned-keys.ts'
import type { Node, Relation } from '../uses/relation.ts'
import { decodeKeySteps, encodeKeysQuestion } from '../wire/key-message.ts'
import { type Link, LinkFailure } from '../wire/link.ts'
import {
  checkHeard,
  encodeQuestion,
  type Question,
  readFileAnswer,
  readGiven,
  readNote,
  readStep,
} from '../wire/message.ts'
import { openMessage, type Seals, sealMessage } from '../wire/seal.ts'
import { askSigned } from './ask-signed.ts'
import type { Channel } from './channel.ts'
import type { AskFile } from './fetcher.ts'

export interface SealedChannel extends Channel {
  file: AskFile
}

/** Speaks with a counterpart over a link: everything sealed to it, everything from it sealed to us. */
export function sealedChannel(node: Node, relation: Relation, seals: Seals, link: Link): SealedChannel {
  const keys = async (signal: AbortSignal) =>
    decodeKeySteps(await link.exchange(encodeKeysQuestion(relation.id), signal))

  async function put(question: Question, signal: AbortSignal): Promise<Uint8Array> {
    const bytes = encodeQuestion(question)
    const used = seals.theirs.id
    const sealed = await sealMessage(relation, seals, bytes)
    const answer = await link.exchange(sealed, signal).catch(async (error: unknown) => {
      if (!(error instanceof LinkFailure && error.code === 'unknown-key')) throw error
      // Their change of keys came in, by another message or a pouch, while this one was on its way; or it was lost here.
      if (seals.theirs.id === used)
        await keys(signal).then(
          (steps) => learnKeys(node, relation, steps),
          () => undefined,
        )
      if (seals.theirs.id === used) throw error
      return link.exchange(await sealMessage(relation, seals, bytes), signal)
    })
    return openMessage(relation, seals, answer)
  }
  return {
    keys,
    sync: async (step, signal) => readStep(await put({ kind: 'step', step }, signal)),
    file: async (file, signal) => readFileAnswer(await put({ kind: 'file', file }, signal), file),
    giveBack: async (asked, signal) =>
      askSigned(
        node,
        relation,
        (signer) => signGiveBack(asked, signer),
        async (note) => readGiven(await put({ kind: 'give-back', note }, signal), asked),
      ),
    announce: async (announcement, signal) =>
      checkHeard(await put({ kind: 'announcement', announcement }, signal), announcement.nonce),
    late: async (place, nonce, signal) => readStep(await put({ kind: 'late', place, nonce }, signal)),
    close: async (asked, signal) =>
      askSigned(
        node,
        relation,
        (signer) => signClosingQuestion(asked, signer),
        async (note) => readNote(await put({ kind: 'close', note }, signal)),
      ),
    ask: async (nonce, signal) => readNote(await put({ kind: 'ask', nonce }, signal)),
  }
}
