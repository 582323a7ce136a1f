const several = { kind: 'count', part: 'kept', min: 0, max: 100_000 } as const
const regime = {
  kind: 'choices',
  part: 'kept',
  of: [
    'paper-check',
    'health-check',
    'proof-of-test-or-vaccine',
    'quarantine',
    'quota',
    'night-closing',
    'trails-closed',
    'travellers-closed',
    'goods-only',
  ],
} as const
/** Numbers by direction, and nobody behind them: whoever is dealt with gets a dossier of his own. */
const figures = {
  kind: 'list',
  part: 'kept',
  most: 10,
  row: {
    direction: { kind: 'choice', of: ['entry', 'exit'] },
    stopped: { kind: 'count', min: 0, max: 10_000_000 },
    'let-through': { kind: 'count', min: 0, max: 10_000_000 },
    'turned-back': { kind: 'count', min: 0, max: 10_000_000 },
    'to-health': { kind: 'count', min: 0, max: 10_000_000 },
    'to-protection': { kind: 'count', min: 0, max: 10_000_000 },
    'handed-over': { kind: 'count', min: 0, max: 10_000_000 },
  },
  needs: ['direction', 'stopped', 'turned-back'],
} as const

/** What is said of a post: place, time, reason, what holds there, and its figures. */
export const fields = {
  subject: { kind: 'text', part: 'kept', max: 200 },
  kind: { kind: 'choice', part: 'kept', of: ['post', 'mobile-team', 'checkpoint', 'closed-gate'] },
  reason: {
    kind: 'choice',
    part: 'kept',
    of: ['epidemic', 'animal-disease', 'disaster', 'event', 'crime', 'seasonal-traffic', 'other'],
  },
  'reason-in-words': { kind: 'text', part: 'kept', max: 400 },
  'legal-basis': { kind: 'text', part: 'kept', max: 400 },
  where: { kind: 'place', part: 'kept' },
  'opens-on': { kind: 'date', part: 'kept' },
  'closes-on': { kind: 'date', part: 'kept' },
  unit: { kind: 'office', part: 'kept' },
  teams: several,
  people: several,
  'unit-in-return': { kind: 'office', part: 'kept' },
  'people-in-return': several,
  regime,
  'let-pass': {
    kind: 'choices',
    part: 'kept',
    of: [
      'own-nationals',
      'seekers-of-protection',
      'patients',
      'families',
      'drivers',
      'border-workers',
      'officials',
    ],
  },
  'turns-back': { kind: 'flag', part: 'kept' },
  change: { kind: 'choice', part: 'kept', of: ['stricter', 'milder', 'longer', 'shorter', 'moved'] },
  'changes-on': { kind: 'date', part: 'kept' },
  'planned-regime': regime,
  'figures-from': { kind: 'date', part: 'kept' },
  'figures-until': { kind: 'date', part: 'kept' },
  figures,
  totals: figures,
  'off-reason': {
    kind: 'choice',
    part: 'kept',
    of: ['reason-gone', 'time-over', 'replaced', 'agreed-with-other-side', 'other'],
  },
} as const
