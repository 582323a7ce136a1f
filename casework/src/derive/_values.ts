/** Generated values: such as fit a field, and such as may not. */
import fc from 'fast-check'
import type { Field, Procedure, RowField } from '../language/index.ts'

const LANGUAGES = ['vi', 'zh-Hans', 'en']
const word = fc.stringMatching(/^[a-z]{1,8}$/)
const hash = fc.stringMatching(/^[0-9a-f]{64}$/)
const day = fc
  .tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([year, ...rest]) =>
    [String(year).padStart(4, '0'), ...rest.map((n) => String(n).padStart(2, '0'))].join('-'),
  )
const date = fc.tuple(day, fc.constantFrom(4, 7, 10)).map(([text, length]) => text.slice(0, length))

function text(max: number): fc.Arbitrary<unknown> {
  const written = fc
    .string({ minLength: 1, maxLength: Math.min(max, 8) })
    .map((one) => `x${one}`.slice(0, max))
  return fc
    .tuple(
      fc.shuffledSubarray(LANGUAGES, { minLength: 1 }),
      fc.array(written, { minLength: 3, maxLength: 3 }),
    )
    .map(([languages, texts]) =>
      Object.fromEntries(
        languages.map((language, index) => [
          language,
          { text: texts[index], standing: index === 0 ? 'authoritative' : 'translation' },
        ]),
      ),
    )
}

function fitting(field: Field | RowField): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case 'text':
      return text(field.max)
    case 'line':
      return field.pattern ? fc.stringMatching(/^[A-Z]{2}-\d{1,3}$/) : word
    case 'choice':
      return fc.constantFrom(...field.of)
    case 'choices':
      return fc.shuffledSubarray([...field.of], { minLength: 1 })
    case 'flag':
      return fc.boolean()
    case 'count':
      return fc.integer({ min: field.min, max: field.max })
    case 'date':
      return fc.record({ date, inferred: text(40) }, { requiredKeys: ['date'] })
    case 'time':
      return fc.integer({ min: 0, max: 4_000_000_000 })
    case 'duration':
      return fc.integer({ min: 1, max: 60 }).map((days) => `P${days}D`)
    case 'reference':
      return field.content ? fc.record({ dossier: hash, content: word }) : fc.record({ dossier: hash })
    case 'digest':
      return hash
    case 'office':
      return fc.stringMatching(/^[a-z][a-z0-9-]{1,12}$/)
    case 'person':
      return fc.record({
        names: fc.uniqueArray(fc.record({ text: word, language: fc.constantFrom(...LANGUAGES) }), {
          minLength: 1,
          maxLength: 3,
          selector: ({ text, language }) => `${text} ${language}`,
        }),
        born: date,
      })
    case 'place':
      return fc.oneof(
        fc.record({ kind: fc.constantFrom('gate', 'point', 'other'), name: word }),
        fc.record({
          kind: fc.constantFrom('section', 'trail'),
          name: word,
          from: fc.constant('12'),
          to: fc.constant('13'),
          lat: fc.constantFrom('21.53912', '-8', '90.0'),
          lon: fc.constantFrom('107.965', '-180', '7.5'),
        }),
      )
    case 'list': {
      const columns: [string, fc.Arbitrary<unknown>][] = Object.entries(field.row).map(([name, column]) => [
        name,
        fitting(column),
      ])
      return fc
        .array(fc.record(Object.fromEntries(columns), { requiredKeys: [...field.needs] }), {
          minLength: 1,
          maxLength: field.most,
        })
        .filter(
          (rows) =>
            new Set(rows.map((row) => JSON.stringify(Object.entries(row).sort()))).size === rows.length,
        )
    }
  }
}

/** Fields of an act, all that it needs and some that it may carry. */
export function fieldsOf(procedure: Procedure, act: string): fc.Arbitrary<Record<string, unknown>> {
  const declared = procedure.acts[act]
  const names = [...(declared?.needs ?? []), ...(declared?.may ?? [])]
  const values = names.flatMap((name): [string, fc.Arbitrary<unknown>][] => {
    const field = procedure.fields[name]
    return field ? [[name, fitting(field)]] : []
  })
  // Cloned: fast-check makes some objects without a prototype, which JSON never is.
  return fc
    .record(Object.fromEntries(values), { requiredKeys: [...(declared?.needs ?? [])] })
    .map((fields) => structuredClone(fields))
}

/** The same fields with something in them put wrong, or not. */
export function damaged(procedure: Procedure, act: string): fc.Arbitrary<unknown> {
  return fc
    .tuple(fieldsOf(procedure, act), fc.nat(), fc.jsonValue({ maxDepth: 2 }))
    .map(([fields, place, value]) => put(structuredClone(fields), place, value))
}

function put(value: unknown, place: number, other: unknown): unknown {
  if (typeof value !== 'object' || value === null) return other
  const keys = [...Object.keys(value), 'extra']
  const key = keys[place % keys.length] ?? 'extra'
  const record = value as Record<string, unknown>
  const below = Math.floor(place / keys.length)
  if (below % 3 === 0 || key === 'extra') record[key] = other
  else record[key] = put(record[key], below, other)
  return value
}
