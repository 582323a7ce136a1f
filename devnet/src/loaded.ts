/** Which items of a record are at a node already, and whether it is what the record says. */
import { isDeepStrictEqual } from 'node:util'
import type { Procedure } from '@counterpart/casework'
import { resolve, type Step } from '@counterpart/record'
import type { Persona } from './persona.ts'
import type { Rung, View } from './view.ts'

interface Rows {
  rows: { id: string; record: string | null }[]
  next: string | null
}

type Fields = Record<string, unknown>

/** Dossiers by the item they were loaded from. */
export async function loadedAt(
  at: Persona,
  relation: string,
  procedures: readonly Procedure[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const role of new Set(procedures.flatMap(({ plays }) => plays?.as ?? []))) {
    let after = ''
    do {
      const query = new URLSearchParams({ relation, plays: role, ...(after === '' ? {} : { after }) })
      const { rows, next } = (await at.call('GET', `/api/dossiers?${query}`)).body as Rows
      for (const { id, record } of rows) if (record !== null && !found.has(record)) found.set(record, id)
      after = next ?? ''
    } while (after !== '')
  }
  return found
}

/**
 * Whether a dossier is what the item says: as it was opened, or as both sides have left it since. What has
 * been destroyed says nothing either way.
 */
export function isAsSaid(
  step: Step,
  procedure: Procedure,
  view: View,
  dossierOf: (item: string) => string,
): boolean {
  const opening = view.rungs.find(({ kind }) => kind === 'open')
  if (!opening || view.procedure !== step.procedure || view.level !== step.level) return false
  if (view.opener !== step.opening.party || opening.act !== step.opening.act) return false
  const under = step.under.map((item) => dossierOf(item))
  if (
    !isDeepStrictEqual(
      under,
      view.under.map(({ dossier }) => dossier),
    )
  )
    return false
  const said = heldOf(procedure, opening, resolve(step.opening.fields, dossierOf))
  const opened = heldOf(procedure, opening, opening.fields)
  if (isDeepStrictEqual(said, opened)) return true
  const names = Object.keys({ ...opened, ...said })
  return names.every((name) => isDeepStrictEqual(said[name], view.fields[name]))
}

function heldOf(procedure: Procedure, { parts }: Rung, fields: Fields): Fields {
  const held = new Set(parts.flatMap(({ name, state }) => (state === 'held' ? [name] : [])))
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => held.has(procedure.fields[name]?.part ?? '')),
  )
}

/** The answer that the item speaks of, where it was given. */
export function answerIn(step: Step, view: View): Rung | undefined {
  return view.rungs.find(({ act, side, word }) => {
    const isIts = act === step.answer?.act && side === step.answer?.party
    return isIts && word !== 'void' && word !== 'overtaken'
  })
}

export function isSameAnswer(
  step: Step,
  procedure: Procedure,
  given: Rung,
  dossierOf: (item: string) => string,
): boolean {
  const said = heldOf(procedure, given, resolve(step.answer?.fields ?? {}, dossierOf))
  return isDeepStrictEqual(said, heldOf(procedure, given, given.fields))
}
