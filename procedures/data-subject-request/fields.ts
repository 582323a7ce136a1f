import type { Field } from '@counterpart/casework/language'

/** What was asked and what came of it outlives the person's data; who asked does not. */
export const fields = {
  subject: { kind: 'text', part: 'kept', max: 120 },
  'request-kind': { kind: 'choice', part: 'kept', of: ['access', 'correction', 'deletion'] },
  'applicant-is': {
    kind: 'choice',
    part: 'kept',
    of: ['the-person', 'legal-representative', 'authorised-lawyer', 'heir'],
  },
  'received-on': { kind: 'date', part: 'kept', tense: 'past' },
  'answer-in': { kind: 'line', part: 'kept', max: 40 },
  concerns: {
    kind: 'list',
    part: 'kept',
    most: 20,
    row: { dossier: { kind: 'reference' } },
    needs: ['dossier'],
  },
  applicant: { kind: 'person', part: 'person' },
  'what-is-asked': { kind: 'text', part: 'person', max: 6000, rows: 4 },
  'access-answer': {
    kind: 'choice',
    part: 'kept',
    of: ['data-given', 'given-in-part', 'none-held', 'neither-confirmed-nor-denied'],
  },
  disclosure: { kind: 'choice', part: 'kept', of: ['may-be-disclosed', 'in-part', 'may-not-be-disclosed'] },
  'correction-answer': {
    kind: 'choice',
    part: 'kept',
    of: ['corrected', 'completed', 'marked-as-disputed', 'found-right', 'none-held'],
  },
  'deletion-answer': {
    kind: 'choice',
    part: 'kept',
    of: ['deleted', 'use-restricted', 'kept-by-order-of-a-court', 'found-lawful', 'none-held'],
  },
  'done-on': { kind: 'date', part: 'kept', tense: 'past' },
  'recipients-told': { kind: 'choice', part: 'kept', of: ['all-told', 'passed-on-to-nobody'] },
  'answer-for-applicant': { kind: 'text', part: 'person', max: 8000, rows: 5 },
  'own-step': {
    kind: 'choice',
    part: 'kept',
    of: ['done-here-too', 'none-held-here', 'other-decision-here', 'nothing-to-do'],
  },
  'disputed-because': {
    kind: 'choice',
    part: 'kept',
    of: ['incomplete', 'wrong', 'no-reason-given', 'authority-decided-otherwise'],
  },
  'told-on': { kind: 'date', part: 'kept', tense: 'past' },
  'remedy-told': { kind: 'flag', part: 'kept' },
  'told-ground': { kind: 'choice', part: 'kept', of: ['ground-as-given', 'in-general-words', 'not-told'] },
} as const satisfies Record<string, Field<'content' | 'person'>>
