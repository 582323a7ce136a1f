import { type Condition, partsRead } from './condition.ts'
import { own } from './own.ts'
import type { Procedure } from './procedure.ts'
import { KEPT } from './reserved.ts'

/** What an act may declare without changing anything but that it was done. */
const HARMLESS: ReadonlySet<string> = new Set(['by', 'roles', 'approval', 'from', 'needs', 'may'])

/**
 * Whether an act only says something in prose: no state, clock, field, gate, condition or other act of the dossier rests
 * on it. A correction is none: whoever reads what it is on reads it otherwise.
 */
export function saysOnly(procedure: Procedure, name: string): boolean {
  const act = procedure.acts[name]
  if (act === undefined || name === 'correct') return false
  if (Object.entries(act).some(([word, value]) => value !== undefined && !HARMLESS.has(word))) return false
  const brings = [...act.needs, ...(act.may ?? [])]
  if (brings.some((field) => field !== 'message')) return false
  const parts = brings.map((field) => own(procedure.fields, field)?.part ?? KEPT)
  if (parts.includes(KEPT)) return false
  const acts = Object.values(procedure.acts)
  const gates = Object.values(procedure.gates ?? {})
  if (acts.some(({ answers }) => answers?.some((one) => one === name))) return false
  if (gates.some(({ on, before }) => [...on, ...before].some((one) => one === name))) return false
  if (gates.some(({ reads }) => reads.some((field) => brings.includes(field)))) return false
  return ![
    ...Object.values(procedure.rules),
    ...[...acts, ...gates].flatMap(({ when }) => (when === undefined ? [] : [when])),
  ].some((one) => asksDone(one, name) || partsRead(one).some((part) => parts.includes(part)))
}

function asksDone(condition: Condition, act: string): boolean {
  if ('all' in condition) return condition.all.some((one) => asksDone(one, act))
  if ('any' in condition) return condition.any.some((one) => asksDone(one, act))
  if ('not' in condition) return asksDone(condition.not, act)
  return 'done' in condition && condition.done === act
}
