import { asksInForce, type Condition, fieldsRead, type Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'
import { isRecord } from './is-record.ts'

/** The dossiers that `inForce` of a procedure may ask about. `said`: kept parts of its acts and its dossier. */
export function instrumentsNamed(
  procedure: Procedure,
  said: readonly (Readonly<Record<string, unknown>> | null)[],
): string[] {
  const fields = new Set(conditionsOf(procedure).filter(asksInForce).flatMap(fieldsRead))
  const named = said.flatMap((kept) =>
    [...fields].flatMap((field) => {
      const value = own(kept ?? {}, field)
      const dossier = isRecord(value) ? own(value, 'dossier') : undefined
      return typeof dossier === 'string' ? [dossier] : []
    }),
  )
  return [...new Set(named)]
}

/** Whether what has effect in such a dossier may follow from what became of another. */
export function restsOnInstruments(procedure: Procedure): boolean {
  return conditionsOf(procedure).some(asksInForce)
}

function conditionsOf(procedure: Procedure): Condition[] {
  const asked = [...Object.values(procedure.acts), ...Object.values(procedure.gates ?? {})]
  return [...asked.flatMap(({ when }) => (when ? [when] : [])), ...Object.values(procedure.rules)]
}
