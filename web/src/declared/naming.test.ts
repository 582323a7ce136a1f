import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Declared } from '../api/types.ts'
import { namingOf } from './naming.ts'

test('a number that is told apart is called as what is summed, and by the choice', () => {
  const declared = {
    procedure: {
      indicators: { found: { sum: 'persons', by: 'way', since: ['ask'] }, asked: { count: ['ask'] } },
    },
    texts: {
      en: { indicators: { found: 'Persons found', asked: 'Asked' }, choices: { way: { in: 'Inward' } } },
      vi: { indicators: { found: 'Số người' } },
    },
  } as unknown as Declared
  const { indicator } = namingOf(declared, 'crossing', 'vi')
  assert.equal(indicator('asked'), 'Asked')
  assert.equal(indicator('found'), 'Số người')
  assert.equal(indicator('found=in'), 'Số người · Inward')
  assert.equal(indicator('found=far-out'), 'Số người · far out')
  assert.equal(namingOf(null, 'crossing', 'vi').indicator('found=in'), 'found')
})

test('a condition on a no says which safeguard it was said of, by its name and in the language of the page', () => {
  const declared = {
    procedure: { fields: { 'gate-consent': {} }, parts: {} },
    texts: { en: { fields: { 'gate-consent': { label: 'Answer', help: '' } } } },
  } as unknown as Declared
  const when = { not: { saidNo: 'consent' } } as const
  assert.match(namingOf(declared, 'crossing', 'en').conditions([when]), /“Consent of the person”/)
  assert.doesNotMatch(namingOf(declared, 'crossing', 'vi').conditions([when]), /Answer|consent/)
})

test('several conditions keep apart: what holds of each by either of two is bracketed', () => {
  const either = (one: string, other: string) => ({ any: [{ present: one }, { present: other }] })
  const texts = (words: string) => {
    const [a, b, c, d] = words.split(' ').map((label) => ({ label, help: '' }))
    return { fields: { a, b, c, d } }
  }
  const declared = {
    procedure: { fields: { a: {}, b: {}, c: {}, d: {} }, parts: {} },
    texts: { en: texts('A B C D'), vi: texts('A B C D'), 'zh-Hans': texts('A B C D') },
  } as unknown as Declared
  for (const [language, brackets] of [
    ['en', /^\(.*A.*B.*\).*\(.*C.*D.*\)$/],
    ['vi', /^\(.*A.*B.*\).*\(.*C.*D.*\)$/],
    ['zh-Hans', /^（.*A.*B.*）.*（.*C.*D.*）$/],
  ] as const) {
    const said = namingOf(declared, 'x', language).conditions([either('a', 'b'), either('c', 'd')])
    assert.match(said, brackets)
  }
})
