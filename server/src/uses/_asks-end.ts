/** What the other side asks where its log ends, signed by whichever key. */
import {
  type ClosingQuestion,
  custodyName,
  type NoteSigner,
  signClosingQuestion,
} from '@counterpart/protocol'
import { RELATION } from './_talk.ts'
import { fakeSigner, type Side } from './_world.ts'
import { type Closed, stateClosing } from './restore/closing.ts'

const KEPT = fakeSigner(custodyName('bbb.test', RELATION))

export function endAsked(change: Partial<ClosingQuestion> = {}, signer: NoteSigner = KEPT): string {
  const asked = { relation: RELATION, from: 'bbb', nonce: new Uint8Array(16), epoch: 1, time: 1_700_000_000 }
  return signClosingQuestion({ ...asked, ...change }, signer)
}

/** As `bbb` asks `side` with its first key of custody; so many seconds later as its nonce says. */
export function asksEnd(side: Side, epoch = 1, nonce = new Uint8Array(16)): Promise<Closed> {
  const time = 1_700_000_000 + (nonce[0] ?? 0)
  return stateClosing(side.node, side.relation(RELATION), endAsked({ epoch, nonce, time }))
}
