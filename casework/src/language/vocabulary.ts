/** The closed lists of the language. A word that is not here cannot stand in a declaration. */

/** The version of the language, inside every digest: an engine keeps every version it ever shipped. */
export const LANGUAGE = 1

export const LEVELS = ['gate', 'province', 'ministry'] as const
export type Level = (typeof LEVELS)[number]

/** What an officer may be at the office that he or she acts for. */
export const ROLES = [
  'duty-officer',
  'contact-point',
  'secretary',
  'approver',
  'legal-reviewer',
  'interpreter',
  'protection-officer',
  'protection-lead',
  'consular-officer',
  'overseer',
  'administrator',
] as const
export type Role = (typeof ROLES)[number]

/** Roles that see a review, on either side, at a ministry. */
export const REVIEWERS = [
  'secretary',
  'approver',
  'legal-reviewer',
  'overseer',
] as const satisfies readonly Role[]

/** What pages and the review know of a procedure without knowing its name. */
export const PLAYS = [
  'relation',
  'directory',
  'instrument',
  'series',
  'meeting',
  'commitment',
  'figure',
  'review',
] as const
export type Plays = (typeof PLAYS)[number]

/** What a content, a figure or a contact point is about; wordings differ, the area does not. */
export const SUBJECT_AREAS = [
  'general',
  'framework-documents',
  'three-level-mechanism',
  'contact-points',
  'information-exchange',
  'situation-information',
  'official-dispatches',
  'meeting-cycle',
  'delegations',
  'event-security',
  'crime',
  'joint-operations',
  'joint-investigations',
  'wanted-persons',
  'identification',
  'trafficking',
  'sentenced-persons',
  'drugs',
  'terrorism',
  'weapons',
  'high-tech-crime',
  'telecom-crime',
  'internal-security',
  'immigration',
  'illegal-entry-exit',
  'entry-exit-control',
  'border-gates',
  'land-border',
  'patrols',
  'citizen-protection',
  'training',
  'law-publicity',
  'political-work',
  'culture',
  'pandemic',
  'economy',
] as const

/** `opener` and `other` are fixed by who opened; `keeper` and `guest` by the rule of the procedure; `clock` is the keeper's node. */
export type Side = 'opener' | 'other' | 'keeper' | 'guest' | 'either' | 'clock'

/** ISO 8601: hours are absolute; days end at 24:00 civil time of the side that owes the act. */
export type Duration = string
