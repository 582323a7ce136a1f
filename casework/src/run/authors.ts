/** Authors of what the gates of a dossier rest on: none of them may answer those gates. */
import type { ActHeader, OpenHeader } from '@counterpart/protocol'
import type { Act, Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'
import type { Done, DossierState, Entry, Party } from './entry.ts'
import { without } from './kept.ts'

type Fields = Readonly<Record<string, unknown>>

/** The proposal that an act adopts; `null` where it adopts none. */
export function proposedBefore(
  act: Act,
  { on }: Pick<ActHeader, 'on'>,
  { current }: Pick<DossierState, 'current'>,
): Done | null {
  const answered = act.adopts ? (act.answers ?? []).flatMap((kind) => own(current, kind) ?? []) : []
  return answered.find(({ leaf }) => leaf === on) ?? null
}

/** By field that some gate reads: who wrote the value that stands, of an adopted one who proposed it. */
export function wroteAfter(
  procedure: Procedure,
  act: Act,
  header: OpenHeader | ActHeader,
  { side: by }: Entry,
  before: DossierState,
  dropped: readonly string[],
  said: Fields,
  adopted: Fields,
): DossierState['wrote'] {
  const read = Object.values(procedure.gates ?? {}).flatMap(({ reads }) => reads)
  const proposer = proposedBefore(act, header, before)
  const authored = (fields: Fields, by: Party, officer: string | null) =>
    officer === null
      ? []
      : Object.keys(fields).flatMap((name) => (read.includes(name) ? [[name, { by, officer }] as const] : []))
  return {
    ...without(before.wrote, [...dropped, ...Object.keys(said), ...Object.keys(adopted)]),
    ...Object.fromEntries(authored(said, by, act.by === 'clock' ? null : header.officer)),
    ...Object.fromEntries(proposer ? authored(adopted, proposer.by, proposer.officer) : []),
  }
}

/** Officers of a side who wrote what an answer to a gate, or an override, rests on, or proposed what was adopted of it. */
export function authorsOf(
  procedure: Procedure,
  gate: string,
  { answers = [] }: Act,
  by: Party,
  { current, wrote }: Pick<DossierState, 'current' | 'wrote'>,
): string[] {
  const { on = [], reads = [] } = own(procedure.gates ?? {}, gate) ?? {}
  return [
    ...[...answers, ...on].flatMap((kind) => {
      const done = own(current, kind)
      return (done?.by === by ? done.officer : done?.proposer) ?? []
    }),
    ...reads.flatMap((field) => {
      const author = own(wrote, field)
      return author?.by === by ? author.officer : []
    }),
  ]
}
