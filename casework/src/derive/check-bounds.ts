/**
 * Whether an act names more than what was counted, or not all of it. A list of persons lies in a part that can be destroyed, so
 * no verdict counts its rows: its author's node does, while they can still be kept from leaving.
 */
import { boundOf, boundsIn, type Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'
import { holds } from '../run/condition.ts'
import { without } from '../run/kept.ts'
import type { FieldProblem } from './check-value.ts'

type Fields = Readonly<Record<string, unknown>>

/** `kept`: what stands in the dossier. `fields`: of all parts of the act in one object. Paths begin with `/`. */
export function checkBounds(procedure: Procedure, act: string, kept: Fields, fields: Fields): FieldProblem[] {
  const left = without(kept, own(procedure.acts, act)?.drops ?? [])
  const facts = { kept: { ...left, ...fields }, parts: [], paused: null, done: () => null }
  return Object.values(procedure.rules)
    .flatMap((rule) => boundsIn(rule) ?? [])
    .filter((bound) => Object.hasOwn(fields, boundOf(bound)[0]) && holds(bound, facts) === false)
    .map((bound) => ({ path: `/${boundOf(bound)[0]}`, code: 'contradiction' }))
}
