import { type Field, LEVELS, SUBJECT_AREAS } from '@counterpart/casework/language'
import { party } from '../recorded.ts'

const code = { kind: 'line', max: 40, pattern: '^[a-z][a-z0-9-]{1,39}$' } as const

const contactPoints = {
  kind: 'list',
  part: 'kept',
  most: 200,
  row: {
    office: code,
    post: { kind: 'text', max: 200 },
    area: { kind: 'choices', of: SUBJECT_AREAS },
    from: { kind: 'date' },
    until: { kind: 'date' },
    substitute: { kind: 'flag' },
  },
  needs: ['office', 'post', 'from'],
} as const

export const fields = {
  title: { kind: 'text', part: 'kept', max: 400 },
  scope: { kind: 'text', part: 'kept', max: 600, rows: 2 },
  // What each side calls each level; the codes are the same for all mechanisms.
  levels: {
    kind: 'list',
    part: 'kept',
    most: 12,
    row: { party, level: { kind: 'choice', of: LEVELS }, name: { kind: 'text', max: 200 } },
    needs: ['party', 'level', 'name'],
  },
  offices: {
    kind: 'list',
    part: 'kept',
    most: 400,
    row: {
      code,
      party,
      level: { kind: 'choice', of: LEVELS },
      name: { kind: 'text', max: 300 },
      // Other wordings of the sources for the same body.
      'also-called': { kind: 'line', max: 400 },
      parent: code,
      role: { kind: 'text', max: 400 },
      // Several bodies under one word, such as *competent agencies*.
      collective: { kind: 'flag' },
    },
    needs: ['code', 'party', 'level', 'name'],
  },
  facing: {
    kind: 'list',
    part: 'kept',
    most: 1000,
    row: { one: code, other: code, area: { kind: 'choices', of: SUBJECT_AREAS } },
    needs: ['one', 'other'],
  },
  'contact-points-first': contactPoints,
  'contact-points-other': contactPoints,
  // Who holds a post now: destroyed with its part, the post stays.
  holders: {
    kind: 'list',
    part: 'officials',
    most: 200,
    row: {
      office: code,
      post: { kind: 'text', max: 200 },
      person: { kind: 'person' },
      reach: { kind: 'line', max: 200 },
    },
    needs: ['office', 'post', 'person'],
  },
  'end-date': { kind: 'date', part: 'kept' },
} as const satisfies Record<string, Field<'content' | 'officials'>>
