/**
 * The shape of a file: what may stand where, and nothing else. Wordings, dates and the fields of items are
 * asked of the declarations later; here they are anything.
 */
import { LEVELS } from '@counterpart/casework'
import { type TSchema, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { type ProblemCode, visible } from './errors.ts'
import { FORM } from './form.ts'
import { step } from './places.ts'
import type { Found } from './problem.ts'

const closed = { additionalProperties: false }
const anything = Type.Unknown()
const name = Type.String({ minLength: 1, maxLength: 60 })
const note = Type.Optional(Type.String())
const inThree = Type.Object({ en: line(200), vi: line(200), 'zh-Hans': line(200) }, closed)

const ID_PATTERN = '^[a-z0-9][a-z0-9-]{0,59}$'
const PARTY_PATTERN = '^[a-z]{3,12}$'
const RELATION_PATTERN = '^[a-z]{3,12}~[a-z]{3,12}/[a-z0-9-]{1,32}$'
const OFFICE_PATTERN = '^[a-z][a-z0-9-]{1,39}$'
export const SOURCE_PATTERN = '^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$'

function line(maxLength: number): TSchema {
  return Type.String({ minLength: 1, maxLength, pattern: '\\S' })
}

const party = Type.String({ pattern: PARTY_PATTERN })

export const RelationShape = Type.Object(
  {
    relation: Type.String({ pattern: RELATION_PATTERN }),
    title: anything,
    'legal-basis': Type.Optional(anything),
    parties: Type.Array(Type.Object({ code: party, name: anything, short: inThree }, closed), {
      minItems: 2,
      maxItems: 2,
    }),
    offsets: anything,
    holidays: anything,
    parameters: Type.Optional(anything),
    note,
  },
  closed,
)

export const OfficeShape = Type.Object(
  {
    code: Type.String({ pattern: OFFICE_PATTERN }),
    side: party,
    level: Type.Enum([...LEVELS]),
    name: inThree,
    under: Type.Optional(Type.String({ pattern: OFFICE_PATTERN })),
    faces: Type.Array(Type.String({ pattern: OFFICE_PATTERN })),
    note,
  },
  closed,
)

export const SourceShape = Type.Object(
  { publisher: anything, date: Type.Optional(anything), title: anything },
  closed,
)

export const ItemShape = Type.Object(
  {
    id: Type.String({ pattern: ID_PATTERN }),
    procedure: name,
    act: name,
    answer: Type.Optional(
      Type.Object({ act: name, fields: Type.Optional(Type.Record(Type.String(), anything)) }, closed),
    ),
    side: Type.Optional(party),
    level: name,
    under: Type.Optional(
      Type.Array(Type.String({ pattern: ID_PATTERN }), { maxItems: 20, uniqueItems: true }),
    ),
    sources: Type.Array(
      Type.Object(
        {
          source: Type.String({ pattern: SOURCE_PATTERN }),
          line: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
        },
        closed,
      ),
      { maxItems: 30 },
    ),
    fields: Type.Record(Type.String(), anything),
  },
  closed,
)

/** Without what is in the lists: that is asked one by one, so that one that is wrong hides no other. */
const FileShape = Type.Object(
  {
    form: Type.Literal(FORM),
    note,
    relation: Type.Optional(anything),
    offices: Type.Optional(Type.Array(anything, { maxItems: 10_000 })),
    sources: Type.Optional(Type.Record(Type.String(), anything)),
    items: Type.Optional(Type.Array(anything, { maxItems: 100_000 })),
  },
  closed,
)

const compiled = {
  file: Compile(FileShape),
  relation: Compile(RelationShape),
  office: Compile(OfficeShape),
  source: Compile(SourceShape),
  item: Compile(ItemShape),
}

interface Finding {
  keyword: string
  instancePath: string
  params: object
}

/** Empty when the value has the shape. */
export function shapeProblems(of: keyof typeof compiled, value: unknown): Found[] {
  const validator = compiled[of]
  if (validator.Check(value)) return []
  return (validator.Errors(value) as Finding[]).flatMap(told)
}

function told({ keyword, instancePath: path, params }: Finding): Found[] {
  if (keyword === 'boolean') return []
  const { additionalProperties, requiredProperties } = params as Readonly<
    Record<string, string[] | undefined>
  >
  const each = (code: ProblemCode, names: readonly string[]) =>
    names.map((name) => ({ path: `${path}${step(name)}`, code, values: { name: visible(name) } }))
  if (additionalProperties) return each('unknown-key', additionalProperties)
  if (requiredProperties) return each('missing-key', requiredProperties)
  if (path === '/form') return [{ path, code: 'other-form' }]
  return [{ path, code: 'wrong-shape', values: { asked: inShort(keyword, params) } }]
}

/** What is asked for in words of JSON Schema, which are the same in every language. */
function inShort(keyword: string, params: object): string {
  const [value] = ['type', 'allowedValues', 'limit', 'pattern'].flatMap((name) =>
    Object.hasOwn(params, name) ? [(params as Readonly<Record<string, unknown>>)[name]] : [],
  )
  if (value === undefined) return keyword
  return `${keyword} ${Array.isArray(value) ? value.join(' | ') : String(value)}`
}
