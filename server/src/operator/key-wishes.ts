/** What the operator's socket takes and gives of keys. */
import { Type } from 'typebox'

export const KeyWish = Type.Object(
  {
    relation: Type.String({ minLength: 1, maxLength: 100 }),
    use: Type.Enum(['log', 'custody', 'seal']),
    /** The key before may be in other hands. */
    revoked: Type.Boolean(),
    /** Public half of a key that an outside command signs with, base64. */
    outside: Type.Union([Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' }), Type.Null()]),
  },
  { additionalProperties: false },
)
export type KeyWish = {
  relation: string
  use: 'log' | 'custody' | 'seal'
  revoked: boolean
  outside: string | null
}

export const KeyDates = Type.Array(
  Type.Object({
    relation: Type.String(),
    side: Type.String(),
    use: Type.Enum(['log', 'custody', 'seal', 'tls']),
    id: Type.String(),
    since: Type.Union([Type.Integer(), Type.Null()]),
    until: Type.Union([Type.Integer(), Type.Null()]),
    state: Type.Enum(['good', 'due', 'overdue']),
  }),
)

export const CertificateWish = Type.Object(
  { relation: Type.String({ minLength: 1, maxLength: 100 }) },
  { additionalProperties: false },
)

/** Seconds. */
export const Renewed = Type.Object({ until: Type.Integer() })

export const Changed = Type.Object({ index: Type.Integer() })
