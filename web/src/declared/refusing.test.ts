import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Declared } from '../api/types.ts'
import { namingOf } from './naming.ts'
import { askedOf, refusing } from './refusing.ts'

const graded = { any: [{ not: { equals: ['haste', 'much'] } }, { present: 'reason' }] } as const
const told = { equals: ['told', true] } as const
const ends = { not: { before: ['until', 'from'] } } as const
const said = (haste: string, much: string, reason: string) => ({
  fields: { haste: { label: haste, help: '' }, reason: { label: reason, help: '' } },
  choices: { haste: { much } },
})
const declared = {
  procedure: {
    name: 'sample',
    acts: { ask: { when: { all: [graded, told] } }, end: {} },
    fields: { haste: { kind: 'choice', of: ['much'] }, told: { kind: 'flag' } },
    parts: {},
    rules: { ends },
  },
  texts: { en: said('Urgency', 'Very urgent', 'Why'), vi: said('Mức khẩn', 'Rất khẩn', 'Lý do') },
} as unknown as Declared
const facts = (kept: Record<string, unknown>) => ({ kept, parts: [], paused: false, done: () => false })

test('of what an act asks for, a form says what does not hold yet', () => {
  assert.deepEqual(refusing(declared, 'ask', 'condition', facts({ haste: 'much', told: true })), [graded])
  assert.deepEqual(refusing(declared, 'ask', 'condition', facts({ haste: 'much', reason: 'r' })), [told])
  assert.deepEqual(refusing(declared, 'end', 'condition', facts({})), [])
  assert.deepEqual(askedOf(declared, 'ask', 'condition'), [{ all: [graded, told] }])
  assert.deepEqual(askedOf(declared, 'ask', 'too-late'), [])
})

test('a contradiction is said by the rule that the fields break, or by those that they could break with what stands', () => {
  const day = (date: string) => ({ date })
  const wrong = facts({ from: day('2026-05-02'), until: day('2026-05-01') })
  for (const code of ['contradiction', 'bad-fields'])
    assert.deepEqual(refusing(declared, 'ask', code, wrong), [ends])
  assert.deepEqual(refusing(declared, 'ask', 'contradiction', facts({ until: day('2026-05-01') })), [ends])
  assert.deepEqual(refusing(declared, 'ask', 'bad-fields', facts({ until: day('2026-05-01') })), [])
  assert.deepEqual(refusing(declared, 'ask', 'contradiction', facts({ haste: 'much' })), [])
})

test('a condition is put into the words of its procedure, in the language of the reader', () => {
  const of = (language: 'en' | 'vi') => namingOf(declared, 'sample', language).condition(graded)
  assert.equal(of('en'), '“Urgency” is not “Very urgent” or “Why” is filled in')
  assert.equal(of('vi'), '“Mức khẩn” không phải là “Rất khẩn” hoặc mục “Lý do” đã được điền')
})
