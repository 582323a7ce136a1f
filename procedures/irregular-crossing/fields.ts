/** What is said of a crossing. Who was found lies in `person` and nowhere else. */
// That somebody was granted protection is not told to the side it may be protection from.
const otherwise = ['taken-back', 'warned', 'stayed-lawfully', 'not-met'] as const

const handledAs = (of: readonly string[]) =>
  ({
    kind: 'list',
    part: 'kept',
    most: 20,
    row: { handling: { kind: 'choice', of }, people: { kind: 'count', min: 1, max: 10_000 } },
    needs: ['handling', 'people'],
  }) as const

export const fields = {
  subject: { kind: 'text', part: 'kept', max: 200 },
  // As the recording side sees it: into its territory, or out of it.
  direction: { kind: 'choice', part: 'kept', of: ['entry', 'exit'] },
  where: { kind: 'place', part: 'kept' },
  'found-at': { kind: 'time', part: 'kept', tense: 'past' },
  'detained-on': { kind: 'date', part: 'kept', tense: 'past' },
  'persons-found': { kind: 'count', part: 'kept', min: 0, max: 10_000 },
  women: { kind: 'count', part: 'kept', min: 0, max: 10_000 },
  minors: { kind: 'count', part: 'kept', min: 0, max: 10_000 },
  nationality: {
    kind: 'choice',
    part: 'kept',
    of: ['other-side', 'recording-side', 'third-state', 'several', 'unknown'],
  },
  // Signs of trafficking have no word here: of a victim the other side learns by consent, in another dossier.
  cause: {
    kind: 'choice',
    part: 'kept',
    of: [
      'work',
      'family',
      'trade',
      'farming-or-straying',
      'flight-from-justice',
      'smuggled',
      'fraud-compound',
      'other',
      'unknown',
    ],
  },
  means: { kind: 'choice', part: 'kept', of: ['on-foot', 'vehicle', 'boat', 'hidden-in-cargo', 'other'] },
  papers: { kind: 'choice', part: 'kept', of: ['none', 'valid', 'expired', 'false', 'of-another', 'mixed'] },
  organised: { kind: 'flag', part: 'kept' },
  facts: { kind: 'text', part: 'content', max: 8000, rows: 5 },
  // What came of it and not why: a reason would tell a state who asked for protection from it.
  screening: {
    kind: 'choice',
    part: 'kept',
    of: ['return-possible', 'possible-for-some', 'return-suspended'],
  },
  'each-screened': { kind: 'flag', part: 'kept' },
  'rights-told': { kind: 'flag', part: 'kept' },
  'return-by': { kind: 'date', part: 'kept', tense: 'ahead' },
  track: { kind: 'choice', part: 'kept', of: ['accelerated', 'ordinary'] },
  // What somebody said of himself is no proof and not on the list.
  proof: {
    kind: 'choice',
    part: 'kept',
    of: ['seen-crossing', 'traces', 'recording', 'paper-or-ticket', 'witness', 'own-register'],
  },
  persons: {
    kind: 'list',
    part: 'person',
    most: 200,
    row: {
      person: { kind: 'person' },
      sex: { kind: 'choice', of: ['female', 'male', 'other'] },
      grounds: { kind: 'text', max: 2000, rows: 2 },
    },
    needs: ['person'],
  },
  'about-persons': { kind: 'text', part: 'person', max: 8000, rows: 4 },
  verified: {
    kind: 'list',
    part: 'person',
    most: 200,
    row: {
      person: { kind: 'person' },
      identity: { kind: 'choice', of: ['confirmed', 'not-confirmed', 'misused', 'alias'] },
      basis: { kind: 'text', max: 2000, rows: 2 },
    },
    needs: ['person', 'identity'],
  },
  // Of how many nothing stands against passing on the name, and against a return.
  'persons-returnable': { kind: 'count', part: 'kept', min: 0, max: 10_000 },
  'persons-asked': { kind: 'count', part: 'kept', min: 1, max: 10_000 },
  'persons-confirmed': { kind: 'count', part: 'kept', min: 1, max: 10_000 },
  'travel-paper': { kind: 'choice', part: 'kept', of: ['held', 'to-be-issued', 'common-form'] },
  'denial-ground': {
    kind: 'choice',
    part: 'kept',
    of: ['no-record', 'other-nationality', 'false-paper', 'too-little-known'],
  },
  'return-on': { kind: 'date', part: 'kept' },
  'return-gate': { kind: 'place', part: 'kept' },
  'persons-to-return': { kind: 'count', part: 'kept', min: 1, max: 10_000 },
  families: { kind: 'choice', part: 'kept', of: ['none', 'kept-together', 'parted-by-own-wish'] },
  'delay-reason': {
    kind: 'choice',
    part: 'kept',
    of: ['verification', 'health', 'gate-or-weather', 'transport', 'asked-by-other-side', 'other'],
  },
  'persons-returned': { kind: 'count', part: 'kept', min: 1, max: 10_000 },
  'handed-over-with': {
    kind: 'choices',
    part: 'kept',
    of: ['evidence', 'means-of-crossing', 'belongings', 'money', 'papers', 'medical-notes', 'nothing'],
  },
  handover: { kind: 'reference', part: 'kept' },
  'wrong-return-ground': {
    kind: 'choice',
    part: 'kept',
    of: ['not-our-national', 'mistaken-identity', 'protection-overlooked', 'child-without-reception'],
  },
  'persons-claimed': { kind: 'count', part: 'kept', min: 1, max: 10_000 },
  stage: {
    kind: 'choice',
    part: 'kept',
    of: ['inquiry', 'charged', 'before-court', 'serving', 'not-pursued'],
  },
  'report-by': { kind: 'date', part: 'kept', tense: 'ahead' },
  handled: handledAs(['returned', ...otherwise]),
  'handled-otherwise': handledAs(otherwise),
  'handled-after-no': handledAs(otherwise),
  // What is done to somebody has fields of its own, for gates read no rows.
  'handled-by-measure': handledAs(['fined', 'investigated']),
  'sent-elsewhere': { kind: 'count', part: 'kept', min: 1, max: 10_000 },
} as const
