/** In which order, and how near at hand, what can be done in a dossier is offered. */
import type { Act, CommonAct } from '@counterpart/casework/language'
import type { Declared, Offer } from '../api/types.ts'

/** What the common acts are for, as an officer looks for them. Those of the clock are nobody's to do. */
export const GROUPS = {
  talk: ['note', 'ask-clarification', 'clarify', 'remind', 'correct', 'record-call', 'confirm-call'],
  hands: [
    'forward',
    'assign',
    'raise',
    'offer-responsibility',
    'take-responsibility',
    'decline-responsibility',
  ],
  course: ['extend', 'refuse', 'withdraw', 'end-over-no', 'close', 'same-as'],
} as const satisfies Record<string, readonly CommonAct[]>

/** `own`: of the procedure itself. */
export type Group = 'own' | keyof typeof GROUPS

export interface Ordered {
  /** The ways on. */
  first: Offer[]
  /** Small beside them. */
  near: Offer[]
  /** Out of sight until asked for. */
  far: { group: Group; offers: Offer[] }[]
  /** What a safeguard stops, and nothing else. */
  stopped: Offer[]
  /** What is not possible for another reason. */
  blocked: Offer[]
}

/** So many ways on stand there, and so many small ones, before the rest is folded away. */
const FIRST = 5
const NEAR = 7

/**
 * What can be done, in the order it is likely meant: acts of the procedure itself that move it on, then the
 * others that are possible. Safeguards and an offer of responsibility are answered where they are shown.
 */
export function orderOffers(offers: readonly Offer[], declared: Declared | null): Ordered {
  const actOf = ({ act }: Offer): Act | undefined => declared?.procedure.acts[act]
  const own = offers.filter((one) => !isElsewhere(actOf(one)))
  const allowed = own.filter((one) => one.allowed)
  const ways = waysOn(allowed, actOf)
  const first = ways.slice(0, FIRST)
  const others = [...ways.slice(FIRST), ...allowed.filter((one) => !ways.includes(one))]
  const near = others.length <= NEAR ? others : others.filter((one) => isNear(one, actOf(one)))
  const refused = own.filter((one) => !one.allowed)
  return {
    first,
    near,
    far: grouped(others.filter((one) => !near.includes(one))),
    stopped: refused.filter(isStopped),
    blocked: refused.filter((one) => !isStopped(one)),
  }
}

/** Offered beside what it is about, or by nobody. */
function isElsewhere(act: Act | undefined): boolean {
  if (!act) return false
  return !!act.gate || act.by === 'clock' || act.owner === 'takes' || act.owner === 'declines'
}

/** Of the procedure itself, those that move it first; where it has none now, common acts that answer something. */
function waysOn(allowed: readonly Offer[], actOf: (offer: Offer) => Act | undefined): Offer[] {
  const own = allowed.filter((one) => !one.common)
  if (own.length === 0) return allowed.filter((one) => one.answers.length > 0)
  const moves = (offer: Offer) => actOf(offer)?.to !== undefined
  return [...own.filter(moves), ...own.filter((one) => !moves(one))]
}

/** What answers the other side, asks it, or ends the dossier is at hand however much else there is. */
function isNear(offer: Offer, act: Act | undefined): boolean {
  if (!offer.common) return false
  const ends = act?.to !== undefined && offer.act !== 'same-as'
  return offer.answers.length > 0 || ends || act?.clock === 'pause'
}

function isStopped({ code }: Offer): boolean {
  return code === 'gate-open' || code === 'gate-failed'
}

function grouped(offers: readonly Offer[]): Ordered['far'] {
  const groups: Group[] = ['own', 'talk', 'hands', 'course']
  return groups.flatMap((group) => {
    const its = offers.filter((one) => groupOf(one.act) === group)
    return its.length === 0 ? [] : [{ group, offers: its }]
  })
}

function groupOf(act: string): Group {
  const found = Object.entries(GROUPS).find(([, acts]) => acts.some((one) => one === act))
  return (found?.[0] as Group | undefined) ?? 'own'
}
