import { REFUSALS } from '@counterpart/protocol'

/**
 * The way to one counterpart. `exchange` brings one sealed message there and its sealed answer back; it
 * rejects with a LinkFailure when it does not know of an answer. Nothing is kept by it and nothing retried.
 */
export interface Link {
  exchange(sealed: Uint8Array, signal: AbortSignal): Promise<Uint8Array>
}

/** Why the line brought nothing. A closed list: nothing that a peer answers reaches a page in its own words. */
export const LINK_CODES = [
  ...REFUSALS,
  'line-down',
  'bad-envelope',
  'held-start',
  'busy',
  'not-found',
  /** What it keeps for us is given back only when two of its operators have said so. */
  'not-given',
  'unavailable',
  /** It answers and gives no receipt. */
  'not-delivered',
  /** It holds more of our log than we do. */
  'rolled-back',
] as const
export type LinkCode = (typeof LINK_CODES)[number]

/** What a peer may say of a refusal (SYNC-10); the others are for us to say. */
const OWN: readonly LinkCode[] = ['line-down', 'not-delivered', 'rolled-back']

/** `line-down` for anything that is no code of a refusal. */
export function codeSaid(text: string): LinkCode {
  return LINK_CODES.find((code) => code === text && !OWN.includes(code)) ?? 'line-down'
}

/** `code`: what an operator is shown; `line-down`, or what the other side's node answered. */
export class LinkFailure extends Error {
  readonly code: LinkCode

  constructor(code: LinkCode, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause })
    this.name = 'LinkFailure'
    this.code = code
  }
}
