import type { Relation } from '../uses/relation.ts'
import type { Link } from './link.ts'
import { encodeQuestion, type Question, readNote, readStep } from './message.ts'
import { openMessage, type Seals, sealMessage } from './seal.ts'
import type { Channel } from './sender.ts'

/** Speaks with a counterpart over a link: everything sealed to it, everything from it sealed to us. */
export function sealedChannel(relation: Relation, seals: Seals, link: Link): Channel {
  async function put(question: Question, signal: AbortSignal): Promise<Uint8Array> {
    const sealed = await sealMessage(relation, seals, encodeQuestion(question))
    return openMessage(relation, seals, await link.exchange(sealed, signal))
  }
  return {
    sync: async (step, signal) => readStep(await put({ kind: 'step', step }, signal)),
    ask: async (nonce, signal) => readNote(await put({ kind: 'ask', nonce }, signal)),
  }
}
