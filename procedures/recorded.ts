/** What procedures have in common whose dossiers state what is publicly known, for the other side to confirm. */

export const drafters = ['contact-point', 'secretary'] as const
export const approvers = ['approver', 'legal-reviewer'] as const

/** Of every such dossier. */
export const recorded = ['record-id', 'sources', 'remark'] as const

/** Codes of parties with a space between. */
export const PARTIES = '^[a-z]{3,12}( [a-z]{3,12})*$'
export const party = { kind: 'line', max: 12, pattern: '^[a-z]{3,12}$' } as const

/** Who stated it waits so long for the other side; no source sets a time. */
export const confirmation = { owes: 'other', counts: 'calendar', lasts: 'P30D', basis: 'proposal' } as const

/** The earliest day it can have been, where no source gives the day; `inferred` says from what. */
export const notBefore = { kind: 'date', part: 'kept' } as const

/** The wordings of a name, each with where it is found. */
export const names = {
  kind: 'list',
  part: 'kept',
  most: 20,
  row: { wording: { kind: 'text', max: 400 }, source: { kind: 'text', max: 300 } },
  needs: ['wording'],
} as const

/** An official's name as it was written, with the office held then. */
export const official = {
  party,
  person: { kind: 'person' },
  office: { kind: 'text', max: 200 },
} as const

/** How the other side words what was stated: nothing changes before whoever stated it accepts. */
export function otherWordings<const State extends string, const Name extends string>(
  from: readonly State[],
  may: readonly Name[],
) {
  return {
    'word-differently': {
      by: 'either',
      roles: drafters,
      from,
      needs: ['message'],
      may,
      proposes: true,
    },
    'accept-wording': {
      by: 'either',
      roles: drafters,
      approval: approvers,
      from,
      needs: [],
      may: ['message'],
      answers: ['word-differently'],
      adopts: true,
    },
    'keep-wording': {
      by: 'either',
      roles: drafters,
      from,
      needs: ['message'],
      answers: ['word-differently'],
    },
  } as const
}
