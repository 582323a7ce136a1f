import { ENTRY_KINDS } from '@counterpart/protocol'
import { type Static, Type } from 'typebox'
import {
  Count,
  Hash,
  named,
  nullable,
  OfficeCode,
  oneOf,
  PartyCode,
  RelationId,
  RoleCode,
  Seconds,
  shape,
} from './base.ts'

export const RegisterPage = named('Register', {
  sides: Type.Array(
    shape({
      side: PartyCode,
      size: Count,
      cosigned: Type.Integer({
        minimum: 0,
        description: 'How many entries of it the side that does not write it has signed for',
      }),
      root: Hash,
      signedAt: nullable(Seconds),
      witnesses: Type.Array(shape({ name: Type.String(), size: Count, at: Seconds }), {
        description: 'The newest of what each outside witness signed; only of our own log',
      }),
      stamps: Type.Array(shape({ authority: Type.String(), size: Count, time: Seconds }), {
        description: 'The newest stamp of each time-stamping authority; only of our own log',
      }),
    }),
  ),
  entries: Type.Array(
    shape({
      side: PartyCode,
      index: Count,
      leaf: nullable(Hash),
      kind: oneOf([...ENTRY_KINDS, 'malformed', 'entry', 'damaged'], {
        description: '`entry`: you may not read what it is; `damaged`: nobody can',
      }),
      act: nullable(Type.String()),
      dossier: nullable(Hash),
      time: nullable(Seconds),
      settled: nullable(shape({ index: Count, time: Seconds })),
    }),
  ),
})
export type RegisterPage = Static<typeof RegisterPage>
export type RegisterEntry = RegisterPage['entries'][number]

export const KeysView = named(
  'Keys',
  {
    relation: RelationId,
    keys: Type.Array(
      shape({
        side: PartyCode,
        epoch: Count,
        log: Type.Array(Type.String(), { description: 'Of its first log, as they were exchanged' }),
        custody: Type.Array(Type.String()),
        fingerprints: shape(
          { log: Type.String(), custody: Type.String() },
          { description: 'What two people compare: SHA-256 over both keys, in groups of four digits' },
        ),
        now: shape(
          {
            log: Type.Array(Type.String()),
            custody: Type.Array(Type.String()),
            fingerprints: shape({ log: Type.String(), custody: Type.String() }),
          },
          { description: 'Those that sign today; the others are those of the beginning' },
        ),
        since: Type.Array(
          Type.Union([
            shape({ opening: Type.String(), closing: Type.String() }),
            shape({ proof: Type.String() }),
          ]),
          {
            description:
              'What changed them, in the order of its log: what began each log after the first, and a proof of each entry that names other keys',
          },
        ),
      }),
    ),
  },
  'Public keys as verifier keys, for checking proofs with any tool',
)
export type KeysView = Static<typeof KeysView>

export const IncidentView = named('Incident', {
  relation: RelationId,
  at: Seconds,
  code: Type.String(),
})
export type IncidentView = Static<typeof IncidentView>

export const HealthView = named('Health', {
  status: oneOf(['ok', 'held', 'down']),
  checks: Type.Record(Type.String(), oneOf(['ok', 'held', 'down'])),
})
export type HealthView = Static<typeof HealthView>

export const AccountView = named('Account', {
  id: Type.String(),
  name: Type.String(),
  office: OfficeCode,
  roles: Type.Array(Type.String()),
  validFrom: Seconds,
  validTo: nullable(Seconds),
  passkeys: Count,
})
export type AccountView = Static<typeof AccountView>

const Roles = Type.Array(RoleCode, { minItems: 1, maxItems: 9, uniqueItems: true })

/** Characters of an officer's name: one line that can be read. */
export const MOST_NAME = 200

export const AccountWanted = shape({
  name: Type.String({ minLength: 1, maxLength: MOST_NAME }),
  office: OfficeCode,
  roles: Roles,
})

/** Not empty: such a change would do nothing and end the officer's sessions all the same. */
export const AccountChange = shape(
  {
    office: Type.Optional(OfficeCode),
    roles: Type.Optional(Roles),
    validTo: Type.Optional(nullable(Seconds)),
  },
  { minProperties: 1 },
)

export const EnrolmentLink = named('EnrolmentLink', {
  account: Type.String(),
  url: Type.String({ description: 'To be opened once, by the person it is for' }),
  expires: Seconds,
})

export const AccessPage = named('AccessPage', {
  entries: Type.Array(
    shape({
      id: Count,
      at: Seconds,
      officer: Type.String(),
      action: Type.String(),
      kind: Type.String(),
      resource: Type.String(),
    }),
  ),
  next: nullable(Count),
})
