import { REFUSALS } from '@counterpart/protocol'

/**
 * The way to one counterpart. `exchange` brings one sealed message there and its sealed answer back; it
 * rejects with a LinkFailure when it does not know of an answer. Nothing is kept by it and nothing retried.
 */
export interface Link {
  exchange(sealed: Uint8Array, signal: AbortSignal): Promise<Uint8Array>
}

/** Nothing got through, and how that was found out. Ours to say alone: a peer that answers has none of them. */
export const LINE_FAULTS = [
  /** None of those below, or an answer in no words of ours. */
  'line-down',
  /** Nothing listens there. */
  'line-refused',
  /** No way leads there. */
  'line-unreachable',
  /** Nothing moves. */
  'line-timeout',
  /** Closed before there was an answer: who does not know our certificate does it, or a node that ends. */
  'line-broken',
  'name-unknown',
  /** What answers speaks another protocol. */
  'wrong-protocol',
  'wrong-certificate',
  'certificate-expired',
  /** Not valid yet by our clock. */
  'certificate-early',
] as const
export type LineFault = (typeof LINE_FAULTS)[number]

/** What a peer may say beside a refusal (SYNC-10). */
export const ANSWERED = [
  'bad-envelope',
  'held-start',
  /** Its clock and ours differ, or were: it takes in nothing that it would have to date. */
  'held-clock',
  'busy',
  'not-found',
  /** What it keeps for us is given back only when two of its operators have said so. */
  'not-given',
  'unavailable',
] as const

/** Why the line brought nothing. A closed list: nothing that a peer answers reaches a page in its own words. */
export const LINK_CODES = [
  ...REFUSALS,
  ...LINE_FAULTS,
  ...ANSWERED,
  /** It answers and gives no receipt. */
  'not-delivered',
  /** It holds more of our log than we do. */
  'rolled-back',
  /** What it gave back, or a head that was kept, contradicts what is here. */
  'given-differs',
] as const
export type LinkCode = (typeof LINK_CODES)[number]

/** Faults that end by themselves, and with the first sign of life; the others stand until somebody does something. */
export const WITHOUT_ANSWER: readonly LinkCode[] = [
  'line-down',
  'line-refused',
  'line-unreachable',
  'line-timeout',
  'line-broken',
  'name-unknown',
]

/** What a peer may say of a refusal (SYNC-10); the others are for us to say. */
const OWN: readonly LinkCode[] = [...LINE_FAULTS, 'not-delivered', 'rolled-back', 'given-differs']

/** `line-down` for anything that is no code of a refusal. */
function codeSaid(text: string): LinkCode {
  return LINK_CODES.find((code) => code === text && !OWN.includes(code)) ?? 'line-down'
}

/** `code`: what an operator is shown; `by`: whose node found it out, the other side's when it answered with it. */
export class LinkFailure extends Error {
  readonly code: LinkCode
  readonly by: 'ours' | 'theirs'

  constructor(code: LinkCode, cause?: unknown, by: 'ours' | 'theirs' = 'ours') {
    super(code, cause === undefined ? undefined : { cause })
    this.name = 'LinkFailure'
    this.code = code
    this.by = by
  }
}

/** What the other side's node answered instead of an envelope. */
export function refusalSaid(text: string): LinkFailure {
  const code = codeSaid(text)
  return new LinkFailure(code, undefined, code === 'line-down' ? 'ours' : 'theirs')
}
