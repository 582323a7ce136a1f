/** From when and until when keys and certificates are good, as far as this node knows: no store is asked. */
import { X509Certificate } from 'node:crypto'
import { DAY } from '@counterpart/casework/civil'
import { grouped } from '@counterpart/protocol'
import type { Dated } from '../../http/schema/operation.ts'
import { type KeyDate, keyDates, NOTICE } from '../../uses/keys/key-care.ts'
import type { Node } from '../../uses/relation.ts'

const WHAT = {
  log: 'log-key',
  custody: 'custody-key',
  seal: 'seal-key',
  tls: 'line-certificate',
} as const satisfies Record<KeyDate['use'], Dated['what']>

/** `officers`: the certificate that browsers are shown, PEM; `null` where something in front of the node has it. */
export function datesOf(node: Node, officers: string | null): Dated[] {
  const keys = [...node.relations.values()].flatMap((relation) =>
    keyDates(node, relation).map(
      ({ side, use, id, since, until, state }): Dated => ({
        what: WHAT[use],
        relation: relation.id,
        side,
        id,
        from: since,
        until,
        state,
      }),
    ),
  )
  return officers === null ? keys : [...keys, officersDate(officers, node.clock())]
}

function officersDate(pem: string, now: number): Dated {
  const { validFromDate, validToDate, fingerprint256 } = new X509Certificate(pem)
  const until = seconds(validToDate)
  return {
    what: 'officers-certificate',
    relation: null,
    side: null,
    id: grouped(fingerprint256.replaceAll(':', '').toLowerCase()),
    from: seconds(validFromDate),
    until,
    state: now >= until ? 'overdue' : now >= until - NOTICE ? 'due' : 'good',
  }
}

function seconds(date: Date): number {
  return Math.max(0, Math.floor(date.getTime() / 1000))
}

const CERTIFICATES: readonly Dated['what'][] = ['line-certificate', 'officers-certificate']

/** A certificate that has ended stops what goes by it; a key past its age goes on, and should be changed. */
export function isCertificate({ what }: Dated): boolean {
  return CERTIFICATES.includes(what)
}

/** Seconds before an end from which on a node is not well. */
const NEAR = 30 * DAY

/** What an end does to the health of a node: what has ended on the other side holds the line and no more. */
export function endingState(dated: Dated, ours: string, now: number): 'ok' | 'held' | 'down' {
  const { what, until, state, side } = dated
  if (state === 'overdue') return isCertificate(dated) && (side === null || side === ours) ? 'down' : 'held'
  // It changes by itself, and is late only when it has not.
  if (what === 'seal-key' || until === null) return 'ok'
  return until - now < NEAR ? 'held' : 'ok'
}
