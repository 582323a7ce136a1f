import assert from 'node:assert/strict'
import { test } from 'node:test'
import { holds } from '@counterpart/casework/condition'
import { type Condition, type Field, fieldsRead } from '@counterpart/casework/language'
import { procedures } from '@counterpart/procedures'
import type { Declared } from '../api/types.ts'
import { namingOf } from './naming.ts'
import { askedOf, factsOfForm, isMet, refusing } from './refusing.ts'

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

test('once what refused an act holds by what is written, nothing more is said of it', () => {
  const one = {
    procedure: {
      acts: {
        ask: { opens: true, when: graded },
        both: { opens: true, when: { all: [graded, told] } },
        end: {},
      },
      fields: {},
      parts: {},
      rules: { ends },
    },
  } as unknown as Declared
  const met = (act: string, code: string, values: Record<string, unknown>) =>
    isMet(one, act, code, factsOfForm(one, act, values), Object.keys(values))
  assert.deepEqual(
    [met('ask', 'condition', { haste: 'much' }), met('ask', 'condition', { haste: 'little' })],
    [false, true],
  )
  assert.deepEqual(refusing(one, 'ask', 'condition', facts({ haste: 'little' })), [])
  assert.equal(met('both', 'condition', { haste: 'little' }), false)
  assert.equal(met('both', 'condition', { haste: 'little', told: true }), true)
  const days = (from: string, until: string) => ({ from: { date: from }, until: { date: until } })
  assert.equal(met('ask', 'contradiction', days('2024-05-02', '2024-05-01')), false)
  assert.equal(met('ask', 'contradiction', days('2024-05-01', '2024-05-02')), true)
  for (const code of ['look-again', 'contradiction', 'bad-fields'])
    assert.equal(met('end', code, { told: true }), false, code)
})

test('what only the dossier knows cannot be told by a form, so the condition that refuses stays', () => {
  const asksForUrgency = { any: [{ not: { equals: ['haste', 'much'] } }, { present: 'reason' }] } as const
  const once = { not: { done: 'ask' } } as const
  const running = { paused: false } as const
  const without = { not: { hasPart: 'person' } } as const
  const when = { all: [asksForUrgency, once, running, without] } as const
  const one = {
    procedure: {
      acts: { open: { opens: true, when }, answer: { when } },
      fields: { haste: { part: 'kept' }, reason: { part: 'kept' }, told: { part: 'kept' } },
      parts: { person: {} },
    },
  } as unknown as Declared
  const left = (act: string, values: object) =>
    refusing(one, act, 'condition', factsOfForm(one, act, { ...values }))
  assert.deepEqual(left('answer', { told: true }), [asksForUrgency, once, running, without])
  assert.deepEqual(left('answer', { haste: 'little' }), [once, running, without])
  assert.deepEqual(left('answer', { reason: 'r' }), [once, running, without])
  // Before an act that opens a dossier there is nothing that a form does not know.
  assert.deepEqual(left('open', { told: true }), [])
  assert.deepEqual(left('open', { haste: 'much' }), [asksForUrgency])
})

/** What may stand in a field, and that nothing does; of what is not one of a few things, only that something does. */
function valuesOf(field: Field | undefined): unknown[] {
  if (field?.kind === 'choice') return [undefined, ...field.of]
  return field?.kind === 'flag' ? [undefined, true, false] : [undefined, 1]
}

function product(names: readonly string[], values: (name: string) => unknown[]): Record<string, unknown>[] {
  return names.reduce<Record<string, unknown>[]>(
    (all, name) =>
      all.flatMap((one) =>
        values(name).map((value) => (value === undefined ? one : { ...one, [name]: value })),
      ),
    [{}],
  )
}

test('of every procedure: whatever stands in a dossier, a condition by which it refuses an act is said', () => {
  let seen = 0
  for (const { procedure } of procedures) {
    const declared = { procedure } as unknown as Declared
    const fields: Readonly<Record<string, Field>> = procedure.fields
    for (const [act, { when, needs, may = [] }] of Object.entries(procedure.acts))
      for (const one of when && 'all' in when ? when.all : when ? [when] : []) {
        const own = [...needs, ...may]
        for (const kept of product(fieldsRead(one), (name) => valuesOf(fields[name])))
          for (const parts of [[], Object.keys(procedure.parts)]) {
            if (holds(one, { kept, parts, paused: false, done: () => false }) !== false) continue
            const typed = Object.fromEntries(Object.entries(kept).filter(([name]) => own.includes(name)))
            const said = refusing(declared, act, 'condition', factsOfForm(declared, act, typed))
            assert.ok(said.includes(one) || said.includes(when as never), `${procedure.name} ${act}`)
            seen++
          }
      }
  }
  assert.ok(seen > 100)
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

test('what stands in the dossier is known as far as the page has it, less what the act drops', () => {
  const acts = { answer: {}, anew: { drops: ['haste'] }, agree: { adopts: true } }
  const fields = { haste: { part: 'kept' }, reason: { part: 'kept' } }
  const one = { procedure: { acts, fields, parts: {}, rules: { graded, ends } } } as unknown as Declared
  const known = (act: string, standing: object) => holds(graded, factsOfForm(one, act, {}, { ...standing }))
  assert.deepEqual([known('answer', { haste: 'little' }), known('answer', {})], [true, true])
  assert.equal(holds(graded, factsOfForm(one, 'answer', {})), null)
  assert.deepEqual([known('anew', { haste: 'much' }), known('agree', { haste: 'little' })], [true, null])
  const wrong = factsOfForm(one, 'answer', { haste: 'much' }, { from: { date: '2026-05-02' } })
  assert.deepEqual(refusing(one, 'answer', 'contradiction', wrong, ['haste']), [graded])
})

test('of a list that has more rows than was counted, the form says which bound it breaks', () => {
  const named = { within: ['persons', 'asked'] } as const
  const fields = { persons: { part: 'person' }, asked: { part: 'kept' } }
  const one = { procedure: { acts: { ask: {} }, fields, parts: {}, rules: { named } } } as unknown as Declared
  const said = (values: object, standing = {}) =>
    refusing(one, 'ask', 'bad-fields', factsOfForm(one, 'ask', { ...values }, standing))
  assert.deepEqual(said({ persons: [1, 2], asked: 1 }), [named])
  assert.deepEqual(said({ persons: [1, 2] }, { asked: 1 }), [named])
  assert.deepEqual(said({ persons: [1, 2] }, { asked: 2 }), [])
})

test('a day that is too late refuses a return by itself: names that stand in the dossier are counted by nobody', () => {
  const { procedure } = procedures.find((one) => one.procedure.name === 'irregular-crossing') ?? assert.fail()
  const one = { procedure } as unknown as Declared
  const day = (date: string) => ({ date })
  const rows = (count: number) => Array.from({ length: count }, () => ({ person: {} }))
  const standing = {
    'persons-found': 5,
    'persons-returnable': 5,
    'persons-asked': 5,
    'persons-confirmed': 3,
    'return-by': day('2026-05-10'),
    persons: rows(5),
  }
  const said = (code: string, values: Record<string, unknown>) =>
    refusing(
      one,
      'propose-return',
      code,
      factsOfForm(one, 'propose-return', values, standing),
      Object.keys(values),
    )
  const late = { 'return-on': day('2026-05-12'), 'persons-to-return': 3 }
  const isLate = { not: { after: ['return-on', 'return-by'] } }
  assert.deepEqual(said('contradiction', late), [isLate])
  assert.deepEqual(said('contradiction', { ...late, persons: rows(3) }), [isLate])
  assert.deepEqual(said('bad-fields', { 'persons-to-return': 3, persons: rows(4) }), [
    { within: ['persons', 'persons-confirmed'] },
    { within: ['persons', 'persons-to-return'] },
  ])
  assert.deepEqual(said('contradiction', { 'persons-to-return': 4 }), [
    { not: { after: ['persons-to-return', 'persons-confirmed'] } },
  ])
})

test('numbers are more or less, and days earlier or later', () => {
  const count = { kind: 'count', min: 0 }
  const year = { kind: 'count', min: 1900 }
  const fields = { few: count, many: count, from: year, until: year }
  const texts = { en: { fields: { few: { label: 'Women' }, many: { label: 'Persons' } } } }
  const one = { procedure: { ...declared.procedure, fields }, texts } as unknown as Declared
  const say = (of: Condition) => namingOf(one, 'sample', 'en').conditions([of])
  assert.equal(say({ not: { after: ['few', 'many'] } }), '“Women” is not more than “Persons”')
  assert.equal(say({ before: ['few', 'many'] }), '“Women” is less than “Persons”')
  assert.equal(say({ before: ['from', 'until'] }), '“from” is before “until”')
})

test('a condition is put into the words of its procedure, in the language of the reader', () => {
  const of = (language: 'en' | 'vi') => namingOf(declared, 'sample', language).conditions([graded])
  assert.equal(of('en'), '“Urgency” is not “Very urgent” or “Why” is filled in')
  assert.equal(of('vi'), '“Mức khẩn” không phải là “Rất khẩn” hoặc mục “Lý do” đã được điền')
})
