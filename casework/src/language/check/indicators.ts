import type { Field, RowField } from '../field.ts'
import { own } from '../own.ts'
import type { Indicator, Procedure } from '../procedure.ts'
import { KEPT } from '../reserved.ts'
import type { CheckCode, DeclarationProblem } from './codes.ts'

/** A sum over every dossier of a relation stays a whole number. */
const LARGEST = 10_000_000

export function checkIndicator(
  procedure: Procedure,
  indicator: Indicator,
  path: string,
): DeclarationProblem[] {
  const later =
    'count' in indicator ? indicator.count : 'sum' in indicator ? indicator.since : indicator.time[1]
  const named = 'time' in indicator ? [indicator.time[0], ...later] : later
  const problems: DeclarationProblem[] = named.flatMap((act) =>
    Object.hasOwn(procedure.acts, act) ? [] : bad(path, 'unknown-act'),
  )
  if (later.length === 0) problems.push(...bad(path, 'empty'))
  if (new Set(named).size < named.length) problems.push(...bad(path, 'repeated'))
  return 'sum' in indicator ? [...problems, ...checkSum(procedure, indicator, path)] : problems
}

function checkSum(
  { fields }: Procedure,
  { sum, by }: Extract<Indicator, { sum: unknown }>,
  path: string,
): DeclarationProblem[] {
  if (typeof sum === 'string') return checkFigure((name) => own(fields, name), sum, by, path)
  const [name, column] = sum
  const list = own(fields, name)
  if (!list) return bad(`${path}/sum`, 'unknown-field')
  if (list.kind !== 'list') return bad(`${path}/sum`, 'wrong-kind')
  return checkFigure((of) => own(list.row, of) && { ...own(list.row, of), part: list.part }, column, by, path)
}

type Found = (name: string) => (Partial<Field | RowField> & { part: string }) | undefined

function checkFigure(find: Found, sum: string, by: string | undefined, path: string): DeclarationProblem[] {
  const figure = find(sum)
  const choice = by === undefined ? null : find(by)
  return [
    ...(figure ? [] : bad(`${path}/sum`, 'unknown-field')),
    ...(figure && figure.kind !== 'count' ? bad(`${path}/sum`, 'wrong-kind') : []),
    ...(figure?.kind === 'count' && ((figure.max ?? 0) > LARGEST || (figure.min ?? 0) < 0)
      ? bad(`${path}/sum`, 'bad-size')
      : []),
    ...(choice === undefined ? bad(`${path}/by`, 'unknown-field') : []),
    ...(choice && choice.kind !== 'choice' ? bad(`${path}/by`, 'wrong-kind') : []),
    ...[figure, choice].flatMap((one) => (one && one.part !== KEPT ? bad(path, 'not-kept') : [])),
  ]
}

function bad(path: string, code: CheckCode): DeclarationProblem[] {
  return [{ path, code }]
}
