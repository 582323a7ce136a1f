import type { Announcement, ClosingQuestion, GiveBack, Given, Step } from '@counterpart/protocol'
import type { KeySteps } from '../uses/keys/key-steps.ts'
import type { LatePlace } from '../uses/receive/late.ts'

/** The counterpart, as it is spoken with: sealed over a link, or in tests directly. */
export interface Channel {
  /** Rejects with a LinkFailure. */
  sync(step: Step, signal: AbortSignal): Promise<Step>
  /** Its signed statement of both sizes for our nonce. */
  ask(nonce: Uint8Array, signal: AbortSignal): Promise<string>
  /** What changed the keys of both sides. Rejects with a LinkFailure. */
  keys(signal: AbortSignal): Promise<KeySteps>
  /** What it keeps of either log. Rejects with a LinkFailure. */
  giveBack(asked: GiveBack, signal: AbortSignal): Promise<Given>
  /** Shows an entry before its turn. Rejects with a LinkFailure. */
  announce(announcement: Announcement, signal: AbortSignal): Promise<void>
  /** Where it says that our log ends, for our nonce and for good. */
  close(asked: ClosingQuestion, signal: AbortSignal): Promise<string>
  /** What came of our logs after their end, from there on. */
  late(place: LatePlace, nonce: Uint8Array, signal: AbortSignal): Promise<Step>
}
