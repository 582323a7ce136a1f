/** The form as a JSON Schema, derived from the declarations: what an editor checks while somebody writes. */
import {
  actSchema,
  type Field,
  LEVELS,
  own,
  PATTERNS,
  type Procedure,
  type RowField,
  STANDINGS,
  TEXT_LANGUAGES,
  textAt,
} from '@counterpart/casework'
import { procedures as shipped, type WithTexts } from '@counterpart/procedures'
import { FORM, filledField, ID_SLOT, SOURCES_SLOT } from './form.ts'
import { answersTo } from './load.ts'
import { ItemShape, OfficeShape, RelationShape, SOURCE_PATTERN, SourceShape } from './shape.ts'

type Schema = Readonly<Record<string, unknown>>

const closed = { additionalProperties: false }
const TEXT: Schema = textSchema(1000)
const DATE: Schema = {
  anyOf: [
    { type: 'string', pattern: PATTERNS.date },
    {
      type: 'object',
      required: ['date'],
      properties: {
        date: { type: 'string', pattern: PATTERNS.date },
        inferred: TEXT,
      },
      ...closed,
    },
  ],
}

/** Whatever passes the check of a record passes this; the check asks more, such as that a day exists. */
export function recordSchema(procedures: readonly WithTexts[] = shipped): Schema {
  const possible = procedures.filter(({ procedure }) => filledField(procedure, ID_SLOT) !== undefined)
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Public record of two states',
    type: 'object',
    required: ['form'],
    properties: {
      form: { const: FORM },
      note: { type: 'string' },
      relation: relationSchema(procedures),
      offices: { type: 'array', items: plain(OfficeShape) },
      sources: {
        type: 'object',
        patternProperties: {
          [SOURCE_PATTERN]: {
            ...shaped(SourceShape, { publisher: TEXT, date: DATE, title: { type: 'string' } }),
          },
        },
        ...closed,
      },
      items: { type: 'array', items: itemSchema(possible) },
    },
    ...closed,
  }
}

function relationSchema(procedures: readonly WithTexts[]): Schema {
  const agreeing = procedures.find(({ procedure }) => procedure.plays?.as === 'relation')?.procedure
  const fields = ['offsets', 'holidays', 'parameters'].flatMap((name) => {
    const field = agreeing && own(agreeing.fields, name)
    return field ? [[name, fieldSchema(field)] as const] : []
  })
  const parties = plain(RelationShape.properties.parties) as { items: Schema }
  const party = shaped(parties.items, { name: TEXT })
  return shaped(RelationShape, {
    title: TEXT,
    'legal-basis': TEXT,
    ...Object.fromEntries(fields),
    parties: { ...parties, items: party },
  })
}

/** One branch for each act that opens: an editor then speaks of that act's fields alone. */
function itemSchema(procedures: readonly WithTexts[]): Schema {
  const base = shaped(ItemShape, {
    procedure: { enum: procedures.map(({ procedure }) => procedure.name) },
    level: { enum: [...LEVELS] },
  })
  const branches = procedures.flatMap((named) =>
    Object.entries(named.procedure.acts).flatMap(([name, act]) => (act.opens ? [branch(named, name)] : [])),
  )
  const acts = procedures.map(({ procedure }) =>
    where(
      { procedure: procedure.name },
      {
        act: { enum: Object.keys(procedure.acts).filter((name) => procedure.acts[name]?.opens) },
        level: { enum: [...procedure.levels] },
      },
    ),
  )
  return { ...base, allOf: [...acts, ...branches] }
}

function branch(named: WithTexts, act: string): Schema {
  const { procedure } = named
  const answers = answersTo(procedure, act)
  return where(
    { procedure: procedure.name, act },
    {
      fields: fieldsSchema(named, act),
      answer: {
        properties: { act: { enum: answers } },
        allOf: answers.map((name) => where({ act: name }, { fields: fieldsSchema(named, name) })),
      },
    },
  )
}

/** What the members are asked for beside ones that are just these. */
function where(are: Readonly<Record<string, string>>, asked: Schema): Schema {
  const exact = Object.fromEntries(Object.entries(are).map(([name, value]) => [name, { const: value }]))
  return {
    if: { properties: exact, required: Object.keys(are) },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { properties: asked },
  }
}

function fieldsSchema({ procedure, texts }: WithTexts, act: string): Schema {
  const filled = [ID_SLOT, SOURCES_SLOT].map((slot) => filledField(procedure, slot))
  const { needs = [], may = [] } = own(procedure.acts, act) ?? {}
  const long = actSchema(procedure, act, TEXT_LANGUAGES).properties as Readonly<Record<string, Schema>>
  const properties = [...needs, ...may].flatMap((name) => {
    const field = own(procedure.fields, name)
    if (!field || filled.includes(name)) return []
    const description = ['label', 'help']
      .map((what) => textAt(texts.en, `/fields/${name}/${what}`))
      .filter(Boolean)
    return [[name, { ...fieldSchema(field, long[name]), description: description.join('. ') }] as const]
  })
  return {
    type: 'object',
    required: needs.filter((name) => !filled.includes(name)),
    properties: Object.fromEntries(properties),
    ...closed,
  }
}

/** `long`: of the same field written out, for the kinds that have no shorter form. */
function fieldSchema(field: Field | RowField, long: Schema = rowSchema(field)): Schema {
  switch (field.kind) {
    case 'text':
      return textSchema(field.max)
    case 'date':
      return DATE
    case 'reference':
      return {
        type: 'object',
        required: ['record'],
        properties: {
          record: { type: 'string' },
          ...(field.content ? { content: { type: 'string', pattern: PATTERNS.content } } : {}),
        },
        ...closed,
      }
    case 'person':
      return inAnyLanguage(long)
    case 'list':
      return {
        type: 'array',
        minItems: 1,
        maxItems: field.most,
        items: {
          type: 'object',
          required: field.needs,
          properties: Object.fromEntries(
            Object.entries(field.row).map(([name, column]) => [name, fieldSchema(column)]),
          ),
          ...closed,
        },
      }
    default:
      return long
  }
}

/** A column's own schema, asked for as if it were the only field of an act. */
function rowSchema(field: Field | RowField): Schema {
  const lone = {
    acts: { only: { by: 'either', roles: [], from: [], needs: ['it'] } },
    fields: { it: field },
  } as unknown as Procedure
  return plain(
    (actSchema(lone, 'only', TEXT_LANGUAGES).properties as Readonly<Record<string, Schema>>).it ?? {},
  )
}

/** A name may be written in a language that no page speaks. */
function inAnyLanguage(person: Schema): Schema {
  const { properties } = person as { properties: { names: { items: Schema } } }
  const { names } = properties
  const name = shaped(names.items, { language: { type: 'string', pattern: PATTERNS.language } })
  return { ...person, properties: { ...properties, names: { ...names, items: name } } }
}

function textSchema(max: number): Schema {
  const wording = { type: 'string', minLength: 1, maxLength: max }
  return {
    type: 'object',
    minProperties: 1,
    patternProperties: {
      [PATTERNS.language]: {
        anyOf: [
          wording,
          {
            type: 'object',
            required: ['text', 'standing'],
            properties: { text: wording, standing: { enum: [...STANDINGS] } },
            ...closed,
          },
        ],
      },
    },
    ...closed,
  }
}

/** A shape with something more exact where it says *anything*. */
function shaped(shape: object, exact: Readonly<Record<string, unknown>>): Schema {
  const { properties, ...rest } = plain(shape) as { properties: Schema }
  return { ...rest, properties: { ...properties, ...exact } }
}

/** Without what only the library that made it reads. */
function plain(schema: object): Schema {
  return JSON.parse(JSON.stringify(schema)) as Schema
}
