/**
 * The pieces that every schema of the officers' API is made of. Every object is closed: a key that is not named is an
 * error on the way in, and a broken promise on the way out.
 */
import { LEVELS, ROLES } from '@counterpart/casework'
import { type Static, type TObjectOptions, type TProperties, type TSchema, Type } from 'typebox'
import { ERROR_CODES } from '../../errors.ts'
import { CODE, PARTY, RELATION } from '../../names.ts'

export function shape<P extends TProperties>(properties: P, options: TObjectOptions = {}) {
  return Type.Object(properties, { additionalProperties: false, ...options })
}

/** A closed object that the OpenAPI document lists under its name. */
export function named<P extends TProperties>(title: string, properties: P, description?: string) {
  return shape(properties, { title, ...(description ? { description } : {}) })
}

export function nullable<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()])
}

/** An object whose keys are not known beforehand, all matching one pattern. */
export function keyed<T extends TSchema>(pattern: string, schema: T, options: TObjectOptions = {}) {
  return Type.Record(Type.String({ pattern }), schema, { additionalProperties: false, ...options })
}

export function oneOf<const V extends readonly string[]>(values: V, options: { description?: string } = {}) {
  return Type.Unsafe<V[number]>({ type: 'string', enum: [...values], ...options })
}

const languagePattern = '^[a-z]{2,3}(-[A-Za-z]{4})?$'

export const Hash = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256, lower-case hexadecimal' })
export const RequestId = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
  description: 'A UUID the client makes once; repeating the request with it gets the first answer again',
})
export const Seconds = Type.Integer({ minimum: 0, description: 'Seconds since 1970, UTC' })
export const Count = Type.Integer({ minimum: 0 })
export const Code = Type.String({ pattern: CODE })
/** A content of a dossier, as its own list numbers it. */
export const ContentCode = Type.String({ pattern: '^[a-z0-9][a-z0-9.-]{0,39}$' })
export const PartyCode = Type.String({ pattern: PARTY, description: 'A party by its code' })
export const LanguageCode = Type.String({ pattern: languagePattern })
export const RelationId = Type.String({
  pattern: RELATION,
  description: 'The two party codes, sorted, and a word',
})
export const OfficeCode = Type.String({ pattern: CODE })
export const LevelCode = oneOf(LEVELS)
export const RoleCode = oneOf(ROLES)
export const HandlingCode = oneOf(['H0', 'H1', 'H2', 'H3'])

export const Text3 = named('Text3', { en: Type.String(), vi: Type.String(), 'zh-Hans': Type.String() })
export type Text3 = Static<typeof Text3>

/** Values by field name. What a field holds follows from the procedure; see the schema of its form. */
export const Fields = keyed(CODE, Type.Unknown(), {
  title: 'Fields',
  description: 'Values by field name; the form of the act says what each may hold',
})
export const FieldsOut = Type.Record(Type.String(), Type.Unknown(), {
  title: 'FieldsRead',
  description: 'Values by field name',
})

/** Text in one or more languages, as a text field holds it. */
export const Texts = keyed(
  languagePattern,
  shape({ text: Type.String(), standing: oneOf(['authoritative', 'certified', 'translation']) }),
  { title: 'Texts' },
)

export function byParty<T extends TSchema>(schema: T) {
  return keyed(PARTY, schema)
}

export const ErrorAnswer = named(
  'Error',
  {
    error: shape({
      code: oneOf(ERROR_CODES, { description: 'Stable; from this closed list' }),
      message: Text3,
      path: Type.Optional(Type.String({ description: 'JSON pointer to the input that is wrong' })),
    }),
  },
  'What went wrong, in three languages; never anything personal or internal',
)
export type ErrorAnswer = Static<typeof ErrorAnswer>
