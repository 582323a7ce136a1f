/** Whether items can be loaded, said of all of them before anything is written. */
import { type Act, checkFields, type FieldCode, type Problem, type Procedure } from '@counterpart/casework'
import type { RecordCode } from './errors.ts'
import type { Item } from './item.ts'
import { fieldsOf, loadedAs, referencesIn, resolve } from './load.ts'
import { own } from './own.ts'

export type RecordProblem = Problem<RecordCode | FieldCode>

/** Stands for a dossier that is not open yet. */
const LATER = '00'.repeat(32)

/** Paths begin with the position of the item. Empty when all of them can be loaded. */
export function checkRecord(items: readonly Item[], procedures: readonly Procedure[]): RecordProblem[] {
  const ids = items.map(({ id }) => id)
  const inCircle = circular(items)
  return items.flatMap((item, index) => {
    const path = `/${index}`
    const problems: RecordProblem[] = []
    if (ids.indexOf(item.id) !== index) problems.push({ path: `${path}/id`, code: 'repeated-id' })
    for (const id of referencesIn(item.fields))
      if (!ids.includes(id)) problems.push({ path: `${path}/fields`, code: 'unknown-item' })
    if (inCircle.has(item.id)) problems.push({ path: `${path}/fields`, code: 'circle' })
    const procedure = procedures.find(({ name }) => name === item.procedure)
    if (!procedure) return [...problems, { path: `${path}/procedure`, code: 'unknown-procedure' }]
    return [...problems, ...checkItem(item, procedure, path)]
  })
}

function checkItem(item: Item, procedure: Procedure, path: string): RecordProblem[] {
  const act = own(procedure.acts, item.act)
  if (!act) return [{ path: `${path}/act`, code: 'unknown-act' }]
  const problems: RecordProblem[] = []
  if (!act.opens) problems.push({ path: `${path}/act`, code: 'not-opening' })
  if (!procedure.levels.includes(item.level)) problems.push({ path: `${path}/level`, code: 'wrong-level' })
  if (item.confirm !== undefined && !answers(own(procedure.acts, item.confirm), item.act))
    problems.push({ path: `${path}/confirm`, code: 'not-answering' })
  const fields = fieldsOf(item, procedure)
  if (loadedAs(procedure, fields) === null) problems.push({ path: `${path}/id`, code: 'no-place-for-id' })
  const found = checkFields(
    procedure,
    item.act,
    resolve(fields, () => LATER),
  )
  return [...problems, ...found.map((one) => ({ path: `${path}/fields${one.path}`, code: one.code }))]
}

function answers(act: Act | undefined, opening: string): boolean {
  return act?.answers?.some((name) => name === opening) ?? false
}

/** Items from which a way leads back to themselves. */
function circular(items: readonly Item[]): Set<string> {
  const below = new Map(items.map((item) => [item.id, referencesIn(item.fields)]))
  const reached = (from: string): Set<string> => {
    const found = new Set(below.get(from))
    for (const id of found) for (const next of below.get(id) ?? []) found.add(next)
    return found
  }
  return new Set([...below.keys()].filter((id) => reached(id).has(id)))
}
