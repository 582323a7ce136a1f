/**
 * Directories speak of offices by their codes: what faces one, answers to it or is reached at it. A body stands
 * in one directory of the record, and any of them may name it.
 */
import { isRecord, own, type Procedure } from '@counterpart/casework'
import { visible } from './errors.ts'
import type { Item } from './form.ts'
import type { Found } from './problem.ts'

interface Row {
  path: string
  value: Record<string, unknown>
}

type Fields = Readonly<Record<string, unknown>>

/** Which side each office of any directory belongs to, by code. */
export type Bodies = ReadonlyMap<unknown, unknown>

export function bodiesOf(items: readonly Item[], procedures: readonly Procedure[]): Bodies {
  const rows = items.flatMap((item) => {
    const procedure = procedures.find(({ name }) => name === item.procedure)
    return procedure?.plays?.as === 'directory' ? rowsOf(item.fields, '', procedure, 'offices') : []
  })
  return sidesIn(rows)
}

function sidesIn(rows: readonly Row[]): Bodies {
  return new Map(rows.map(({ value }) => [value.code, value.party]))
}

export function checkDirectory(item: Item, procedure: Procedure, sides: Bodies): Found[] {
  if (procedure.plays?.as !== 'directory') return []
  const [fields, at] = [item.answer?.fields ?? {}, '/answer/fields']
  // What the other side words differently may bring offices of its own, which only it can mean.
  const theirs = new Map([...sides, ...sidesIn(rowsOf(fields, at, procedure, 'offices'))])
  return [...checkSaid(item.fields, '/fields', procedure, sides), ...checkSaid(fields, at, procedure, theirs)]
}

function checkSaid(fields: Fields, at: string, procedure: Procedure, sides: Bodies): Found[] {
  const offices = rowsOf(fields, at, procedure, 'offices')
  const codes = new Set<unknown>()
  const problems: Found[] = []
  for (const { path, value } of offices) {
    if (codes.has(value.code)) problems.push({ path: `${path}/code`, code: 'repeated' })
    codes.add(value.code)
  }
  const ask = ({ path, value }: Row, column: string) => {
    const code = value[column]
    if (typeof code === 'string' && !sides.has(code))
      problems.push({ path: `${path}/${column}`, code: 'unknown-office', values: { name: visible(code) } })
  }
  for (const row of offices) ask(row, 'parent')
  for (const row of rowsOf(fields, at, procedure, 'facing')) {
    ask(row, 'one')
    ask(row, 'other')
    const { one, other } = row.value
    if (sides.has(one) && sides.has(other) && sides.get(one) === sides.get(other))
      problems.push({ path: row.path, code: 'same-side' })
  }
  for (const row of rowsOf(fields, at, procedure, 'contact-points')) ask(row, 'office')
  return problems
}

/** Rows of the fields that fill a slot. */
function rowsOf(fields: Fields, at: string, procedure: Procedure, slot: string): Row[] {
  const names = (own(procedure.plays?.slots ?? {}, slot) ?? '').split(' ')
  return names.flatMap((name) => {
    const rows = own(fields, name)
    return (Array.isArray(rows) ? rows : []).flatMap((value: unknown, index) =>
      isRecord(value) ? [{ path: `${at}/${name}/${index}`, value }] : [],
    )
  })
}
