import { type Static, Type } from 'typebox'
import { Count, Hash, named, nullable, PartyCode, Seconds, shape } from './base.ts'
import { Title, Word } from './dossier.ts'
import { HeldBy } from './held.ts'

const Attempts = {
  held: HeldBy,
  tries: Count,
  tried: nullable(Seconds),
  next: nullable(Seconds),
}

export const Way = named(
  'Way',
  {
    leaf: Hash,
    side: PartyCode,
    index: Count,
    own: Type.Boolean(),
    stages: Type.Array(
      shape({
        word: Word,
        at: nullable(Seconds),
        clock: nullable(
          Type.String({ description: "Whose node's clock that is: of what the other side states, its own" }),
        ),
        entry: nullable(
          shape({ side: PartyCode, index: Count }, { description: 'The entry that says so, where one does' }),
        ),
        office: nullable(Type.String({ description: 'Which office opened it' })),
      }),
      { description: 'Every word that is true of it, in their order; a word once here never goes away' },
    ),
    code: nullable(Type.String({ description: 'Why it has no effect; on its way: what would overtake it' })),
    held: nullable(
      shape(
        {
          ...Attempts,
          ahead: Type.Integer({ minimum: 0, description: 'Entries of ours that go before it' }),
        },
        { description: 'Why it is not delivered yet; it is tried for ever. `null` once it is' },
      ),
    ),
  },
  'Where an act is: its whole way, from the register and from how the line stands now',
)
export type Way = Static<typeof Way>

export const HeldPage = named(
  'Held',
  {
    ...Attempts,
    rows: Type.Array(
      shape({
        leaf: Hash,
        index: Count,
        dossier: Hash,
        procedure: Type.String(),
        title: Title,
        act: Type.String(),
        recorded: Seconds,
      }),
      { description: 'Acts of ours that the counterpart has not signed for, oldest first' },
    ),
    others: Type.Integer({
      minimum: 0,
      description: 'How many more there are on this page that are of other offices',
    }),
    after: nullable(Type.Integer({ minimum: 0, description: 'Give it as `from` for the next page' })),
  },
  'What waits for the counterpart, why, and since when; nothing of it ever expires',
)
export type HeldPage = Static<typeof HeldPage>
