/** Why a node drafts and does not record, or why what it recorded does not get through: a closed list. */
import { HELD_CODES } from '../../errors.ts'
import { LINK_CODES } from '../../wire/link.ts'
import { nullable, oneOf, shape } from './base.ts'

/** Failures inside a running node that officers may be told. */
const INSIDE = [
  'bad-statement',
  'size-unproven',
  'database-unreachable',
  'database-busy',
  'database-denied',
  'database-damaged',
  'entry-damaged',
  'dossier-too-large',
  'opening-missing',
  'disk-full',
  'signer-failed',
  'high-water',
  'internal',
] as const

const CODES = [
  ...new Set([...(Object.keys(HELD_CODES) as (keyof typeof HELD_CODES)[]), ...LINK_CODES, ...INSIDE]),
]
export type HeldCode = (typeof CODES)[number]
export const HeldCode = oneOf(CODES)

export const Held = nullable(
  oneOf(CODES, {
    description:
      'Why this node drafts and does not record, or why what it recorded waits; null when all is well',
  }),
)

export const Stopped = nullable(
  oneOf(CODES, { description: 'Why nothing is recorded here at the moment; null while it is' }),
)

export const HeldBy = shape(
  { ours: Held, theirs: Held },
  { description: 'Why, as our own node found it and as the other side answered' },
)

/** Any other failure is for the operator's log, which says more. */
export function heldCodeOf(code: string): HeldCode {
  return CODES.find((one) => one === code) ?? 'internal'
}
