/**
 * Acts that most procedures know, declared once. A procedure switches them on by name and says where
 * they may be done and where they lead; their fields are added to the procedure's own.
 */
import type { Field } from './field.ts'
import type { Act } from './procedure.ts'
import { LEVELS, SUBJECT_AREAS } from './vocabulary.ts'

export const COMMON_ACTS = [
  'note',
  'ask-clarification',
  'clarify',
  'extend',
  'remind',
  'forward',
  'refuse',
  'withdraw',
  'end-over-no',
  'assign',
  'correct',
  'close',
  'raise',
  'raise-late',
  'raise-unopened',
  'offer-responsibility',
  'take-responsibility',
  'decline-responsibility',
  'record-call',
  'confirm-call',
  'same-as',
] as const
export type CommonAct = (typeof COMMON_ACTS)[number]

const REFUSAL_GROUNDS = [
  'not-competent',
  'security-interest',
  'ongoing-investigation',
  'safety',
  'disproportionate',
  'below-threshold',
  'no-double-criminality',
  'political-offence',
  'non-refoulement',
  'nationality',
  'ne-bis-in-idem',
  'time-barred',
  'death-penalty',
  'judicial-refused',
  'data-protection',
  'other',
] as const

type Template = Omit<Act, 'from' | 'to'>

const drafters = ['duty-officer', 'contact-point', 'secretary'] as const

/**
 * Fields that mean the same in every procedure that names them. `content` is the part that holds what is
 * said in prose; every procedure with common acts has it.
 */
export const COMMON_FIELDS = {
  message: { kind: 'text', part: 'content', max: 8000, rows: 4 },
  'refusal-ground': { kind: 'choice', part: 'kept', of: REFUSAL_GROUNDS },
  'extension-reason': {
    kind: 'choice',
    part: 'kept',
    of: ['more-inquiry', 'judicial-authorisation', 'third-party', 'translation', 'line-down', 'other'],
  },
  extension: { kind: 'duration', part: 'kept', most: 'P60D' },
  'forwarded-to': { kind: 'office', part: 'kept' },
  area: { kind: 'choices', part: 'kept', of: SUBJECT_AREAS },
  // Why a gate was answered as it was, without names.
  'gate-reason': { kind: 'text', part: 'content', max: 4000, rows: 3 },
  'decided-at': { kind: 'choice', part: 'kept', of: LEVELS },
  'raised-to': { kind: 'choice', part: 'kept', of: LEVELS },
  'our-office': { kind: 'office', part: 'kept' },
  'their-office': { kind: 'office', part: 'kept' },
  'offered-side': { kind: 'choice', part: 'kept', of: ['own', 'other'] },
  'offered-to': { kind: 'office', part: 'kept' },
  'call-time': { kind: 'time', part: 'kept', tense: 'past' },
  'call-with': { kind: 'office', part: 'kept' },
  'same-as': { kind: 'reference', part: 'kept' },
  // Fields of an item from a public record: its fixed name, where it can be read, and what is to be said of it.
  'record-id': { kind: 'line', part: 'kept', max: 60, pattern: '^[a-z0-9][a-z0-9-]*$' },
  sources: {
    kind: 'list',
    part: 'kept',
    most: 30,
    row: {
      publisher: { kind: 'text', max: 200 },
      date: { kind: 'date', tense: 'past' },
      title: { kind: 'line', max: 300 },
      line: { kind: 'count', min: 1, max: 1000000 },
    },
    needs: ['publisher', 'title'],
  },
  remark: { kind: 'text', part: 'kept', max: 1200, rows: 3 },
} as const satisfies Record<string, Field>

export const COMMON = {
  note: { by: 'either', roles: drafters, needs: ['message'] },
  'ask-clarification': {
    by: 'other',
    roles: drafters,
    needs: ['message'],
    when: { paused: false },
    clock: 'pause',
  },
  clarify: {
    by: 'opener',
    roles: drafters,
    needs: ['message'],
    answers: ['ask-clarification'],
    clock: 'resume',
  },
  extend: {
    by: 'other',
    roles: drafters,
    needs: ['extension', 'extension-reason'],
    may: ['message'],
    clock: 'extend',
    most: 1,
  },
  remind: { by: 'opener', roles: drafters, needs: [], may: ['message'] },
  forward: { by: 'other', roles: drafters, needs: ['forwarded-to'], may: ['message'] },
  refuse: {
    by: 'other',
    roles: ['contact-point', 'secretary'],
    approval: ['approver', 'legal-reviewer'],
    needs: ['refusal-ground', 'message'],
  },
  withdraw: { by: 'opener', roles: drafters, needs: [], may: ['message'] },
  // What a gate said no to can be opened anew and asked of another reviewer: not by one person, and not unseen.
  'end-over-no': { by: 'opener', roles: drafters, approval: ['approver'], needs: [], may: ['message'] },
  assign: { by: 'other', roles: drafters, needs: ['forwarded-to'] },
  correct: { by: 'either', roles: drafters, needs: ['message'] },
  close: { by: 'opener', roles: drafters, needs: [], may: ['message'] },
  raise: {
    by: 'either',
    roles: drafters,
    needs: ['raised-to', 'our-office', 'their-office'],
    may: ['message'],
    raises: true,
  },
  'raise-late': {
    by: 'clock',
    roles: [],
    needs: ['raised-to'],
    may: ['our-office', 'their-office'],
    raises: true,
  },
  'raise-unopened': {
    by: 'clock',
    roles: [],
    needs: ['raised-to'],
    may: ['our-office', 'their-office'],
    raises: true,
    unopened: 'PT2H',
  },
  'offer-responsibility': {
    by: 'either',
    roles: drafters,
    needs: ['offered-side', 'offered-to'],
    may: ['message'],
    owner: 'offers',
  },
  'take-responsibility': {
    by: 'either',
    roles: drafters,
    needs: [],
    may: ['message'],
    owner: 'takes',
  },
  'decline-responsibility': {
    by: 'either',
    roles: drafters,
    needs: ['message'],
    owner: 'declines',
  },
  // What was said on the hotline: one side writes it down, and it stands once the other has said so too.
  'record-call': {
    by: 'either',
    roles: drafters,
    needs: ['call-time', 'message'],
    may: ['call-with'],
    proposes: true,
  },
  'confirm-call': {
    by: 'either',
    roles: drafters,
    needs: [],
    may: ['message'],
    answers: ['record-call'],
    adopts: true,
  },
  'same-as': {
    by: 'keeper',
    roles: ['contact-point', 'secretary'],
    needs: ['same-as'],
    may: ['message'],
  },
} as const satisfies Record<CommonAct, Template>
