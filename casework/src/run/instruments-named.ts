import { type Condition, carriedOutIn, fieldsRead, looksOutside, type Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'
import { isRecord } from './is-record.ts'

/** The dossiers that conditions of a procedure may look at. `said`: kept parts of its acts and its dossier. */
export function instrumentsNamed(
  procedure: Procedure,
  said: readonly (Readonly<Record<string, unknown>> | null)[],
): string[] {
  const { fields } = askedIn(procedure)
  const named = said.flatMap((kept) =>
    fields.flatMap((field) => {
      const value = own(kept ?? {}, field)
      const dossier = isRecord(value) ? own(value, 'dossier') : undefined
      return typeof dossier === 'string' ? [dossier] : []
    }),
  )
  return [...new Set(named)]
}

/** Whether what has effect in such a dossier may follow from what became of another. */
export function restsOnInstruments(procedure: Procedure): boolean {
  return askedIn(procedure).asks
}

/** Names of the procedures by which conditions of a procedure look for what was carried out. */
export function proceduresNamed(procedure: Procedure): ReadonlySet<string> {
  return askedIn(procedure).procedures
}

interface Asked {
  asks: boolean
  procedures: ReadonlySet<string>
  fields: readonly string[]
}

/** A declaration never changes, and is asked for every act. */
const known = new WeakMap<Procedure, Asked>()

function askedIn(procedure: Procedure): Asked {
  const held = known.get(procedure)
  if (held) return held
  const asking = conditionsOf(procedure).filter(looksOutside)
  const asked = {
    asks: asking.length > 0,
    fields: [...new Set(asking.flatMap(fieldsRead))],
    procedures: new Set(asking.flatMap(carriedOutIn).map((one) => one.procedure)),
  }
  known.set(procedure, asked)
  return asked
}

function conditionsOf(procedure: Procedure): Condition[] {
  const asked = [...Object.values(procedure.acts), ...Object.values(procedure.gates ?? {})]
  return [...asked.flatMap(({ when }) => (when ? [when] : [])), ...Object.values(procedure.rules)]
}
