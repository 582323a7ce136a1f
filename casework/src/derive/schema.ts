import Type, { type TObject, type TSchema } from 'typebox'
import { CaseworkError } from '../errors.ts'
import type { Act, Field, Procedure, RowField } from '../language/index.ts'
import { own } from '../language/own.ts'
import { LIMITS, lineOf, PATTERNS, PLACES, STANDINGS } from './patterns.ts'

const closed = { additionalProperties: false }

/**
 * JSON Schema of the fields of one act. Nothing is defaulted, nothing beyond the fields is allowed,
 * forms are patterns. `languages` are those the relation writes in. What a schema cannot say (that a
 * day exists, that text is NFC) is said by `checkFields`, which accepts nothing that this refuses.
 */
export function actSchema(procedure: Procedure, act: string, languages: readonly string[]): TObject {
  const declared = actOf(procedure, act)
  const properties: Record<string, TSchema> = {}
  for (const name of declared.needs) properties[name] = fieldSchema(fieldOf(procedure, name), languages)
  for (const name of declared.may ?? [])
    properties[name] = Type.Optional(fieldSchema(fieldOf(procedure, name), languages))
  return Type.Object(properties, closed)
}

function actOf(procedure: Procedure, name: string): Act {
  const act = own(procedure.acts, name)
  if (!act) throw new CaseworkError('unknown-act')
  return act
}

function fieldOf(procedure: Procedure, name: string): Field {
  const field = own(procedure.fields, name)
  if (!field) throw new CaseworkError('bad-declaration', `field ${name} is not declared`)
  return field
}

function fieldSchema(field: Field | RowField, languages: readonly string[]): TSchema {
  switch (field.kind) {
    case 'text':
      return textSchema(field.max, languages)
    case 'line':
      return field.pattern === undefined
        ? line(field.max)
        : Type.String({ minLength: 1, maxLength: field.max, pattern: lineOf(field.pattern) })
    case 'choice':
      return oneOf(field.of)
    case 'choices':
      return Type.Array(oneOf(field.of), { minItems: 1, maxItems: field.of.length, uniqueItems: true })
    case 'flag':
      return Type.Boolean()
    case 'count':
      return Type.Integer({ minimum: field.min, maximum: field.max })
    case 'date':
      return Type.Object(
        {
          date: matching(PATTERNS.date),
          inferred: Type.Optional(textSchema(LIMITS.inferred, languages)),
        },
        closed,
      )
    case 'time':
      return Type.Integer({ minimum: 0, maximum: LIMITS.time })
    case 'duration':
      return matching(PATTERNS.duration)
    case 'reference':
      return field.content
        ? Type.Object({ dossier: matching(PATTERNS.digest), content: matching(PATTERNS.content) }, closed)
        : Type.Object({ dossier: matching(PATTERNS.digest) }, closed)
    case 'digest':
      return matching(PATTERNS.digest)
    case 'office':
      return matching(PATTERNS.office)
    case 'person':
      return personSchema(languages)
    case 'place':
      return placeSchema()
    case 'file':
      return fileSchema()
    case 'list': {
      const row: Record<string, TSchema> = {}
      for (const [name, column] of Object.entries(field.row)) {
        const schema = fieldSchema(column, languages)
        row[name] = field.needs.includes(name) ? schema : Type.Optional(schema)
      }
      return Type.Array(Type.Object(row, closed), { minItems: 1, maxItems: field.most })
    }
  }
}

/** Each branch of `anyOf` makes another language authoritative: wordings that both states signed may be so equally. */
function textSchema(max: number, languages: readonly string[]): TSchema {
  const written = Type.Object(
    {
      text: Type.String({ minLength: 1, maxLength: max, pattern: PATTERNS.lines }),
      standing: oneOf(STANDINGS),
    },
    closed,
  )
  const properties: Record<string, TSchema> = {}
  for (const language of languages) properties[language] = Type.Optional(written)
  return Type.Object(properties, {
    ...closed,
    minProperties: 1,
    anyOf: languages.map((language) => ({
      required: [language],
      properties: { [language]: { properties: { standing: { const: 'authoritative' } } } },
    })),
  })
}

function personSchema(languages: readonly string[]): TSchema {
  return Type.Object(
    {
      names: Type.Array(Type.Object({ text: line(LIMITS.name), language: oneOf(languages) }, closed), {
        minItems: 1,
        maxItems: LIMITS.names,
      }),
      born: Type.Optional(matching(PATTERNS.date)),
      paper: Type.Optional(line(LIMITS.paper)),
    },
    closed,
  )
}

function placeSchema(): TSchema {
  return Type.Object(
    {
      kind: oneOf(PLACES),
      name: line(LIMITS.place),
      from: Type.Optional(line(LIMITS.marker)),
      to: Type.Optional(line(LIMITS.marker)),
      lat: Type.Optional(matching(PATTERNS.lat)),
      lon: Type.Optional(matching(PATTERNS.lon)),
    },
    {
      ...closed,
      dependentRequired: { lat: ['lon'], lon: ['lat'] },
      if: { properties: { kind: { const: 'section' } }, required: ['kind'] },
      // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
      then: { required: ['from', 'to'] },
    },
  )
}

function fileSchema(): TSchema {
  return Type.Object(
    {
      name: line(LIMITS.file),
      type: matching(PATTERNS.media),
      bytes: Type.Integer({ minimum: 0, maximum: LIMITS.fileBytes }),
      digest: matching(PATTERNS.digest),
      salt: matching(PATTERNS.digest),
      key: matching(PATTERNS.digest),
    },
    closed,
  )
}

function line(max: number): TSchema {
  return Type.String({ minLength: 1, maxLength: max, pattern: PATTERNS.line })
}

function matching(pattern: string): TSchema {
  return Type.String({ pattern })
}

function oneOf(values: readonly string[]): TSchema {
  return Type.Enum([...values])
}
