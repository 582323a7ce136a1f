/** Values for an enumeration: one of each kind of field, and several where something asks for them. */
import {
  type Condition,
  type Field,
  fieldsRead,
  longestMinutes,
  looksOutside,
  type Procedure,
  type RowField,
} from '../language/index.ts'
import { own } from '../language/own.ts'
import { atomsOf } from './reads.ts'

/** The one dossier that is in force and carried out in every enumeration. */
export const IN_FORCE = 'f'.repeat(64)
const ELSEWHERE = 'e'.repeat(64)
/** Three of a kind are enough for whatever is asked of two. */
const YEARS = ['2031', '2032', '2033']

/**
 * The values that tell apart what `conditions` read of a kept field; a single one where nothing does. Where
 * three fields or more are compared with each other three are needed, else two.
 */
export function valuesOf(procedure: Procedure, name: string, conditions: readonly Condition[]): unknown[] {
  const field = own(procedure.fields, name)
  if (!field) return []
  const asked = conditions.flatMap(atomsOf)
  const equal = asked.flatMap((one) => ('equals' in one && one.equals[0] === name ? [one.equals[1]] : []))
  if (asked.some((one) => looksOutside(one) && fieldsRead(one).includes(name)))
    return [{ dossier: IN_FORCE }, { dossier: ELSEWHERE }]
  const named = equal.length === 0 ? [] : [...othersThan(field, equal), ...equal]
  if (asked.some((one) => isComparing(one, name))) {
    const together = new Set(asked.flatMap((one) => (isComparing(one, name) ? fieldsRead(one) : [])))
    return [...new Set([...named, ...comparable(field).slice(0, together.size > 2 ? 3 : 2)])]
  }
  // What no condition names comes first: of dossiers that go on alike, the first is taken, and rules ask it.
  return named.length === 0 ? [sampleOf(field)] : [...new Set(named)]
}

/** The values that a field could have had instead, without a difference to any of the conditions. */
export function alikeTo(
  procedure: Procedure,
  name: string,
  value: unknown,
  conditions: readonly Condition[],
  rules: readonly Condition[],
): unknown[] {
  const asked = conditions.flatMap(atomsOf)
  if (asked.some((one) => isComparing(one, name) || (looksOutside(one) && fieldsRead(one).includes(name))))
    return [value]
  const equal = asked.flatMap((one) => ('equals' in one && one.equals[0] === name ? [one.equals[1]] : []))
  const others = valuesOf(procedure, name, [...conditions, ...rules])
  return [value, ...others.filter((other) => equal.every((one) => (one === other) === (one === value)))]
}

function isComparing(one: Condition, name: string): boolean {
  if ('before' in one) return one.before.includes(name)
  return 'after' in one && one.after.includes(name)
}

function comparable(field: Field): unknown[] {
  if (field.kind === 'date') return YEARS.map((date) => ({ date }))
  if (field.kind === 'count') {
    const one = oneOf(field)
    return [...new Set([one, Math.min(one + 1, field.max), field.max])]
  }
  return [1, 2, 3]
}

/** One of whatever is counted, where that is possible: so a list of one fits into what was counted before it. */
function oneOf({ min, max }: { min: number; max: number }): number {
  return Math.min(max, Math.max(min, 1))
}

/** A value that no condition names, where the field has one. */
function othersThan(field: Field, named: readonly unknown[]): unknown[] {
  switch (field.kind) {
    case 'choice':
      return field.of.filter((value) => !named.includes(value)).slice(0, 1)
    case 'flag':
      return [true, false].filter((value) => !named.includes(value))
    case 'count':
      return [field.min, field.min + 1, field.max]
        .filter((value) => value <= field.max && !named.includes(value))
        .slice(0, 1)
    default:
      return [sampleOf(field)]
  }
}

/** A value that has the shape of its field. Patterns of lines are not asked here: see `withoutPatterns`. */
function sampleOf(field: Field | RowField): unknown {
  switch (field.kind) {
    case 'text':
      return { en: { text: 'x', standing: 'authoritative' } }
    case 'line':
      return 'x'
    case 'choice':
      return field.of[0]
    case 'choices':
      return field.of.slice(0, 1)
    case 'flag':
      return true
    case 'count':
      return oneOf(field)
    case 'date':
      return { date: YEARS[0] }
    case 'time':
      return 1
    case 'duration':
      return (longestMinutes(field.most) ?? 0) < 60 ? field.most : 'PT1H'
    case 'reference':
      return field.content ? { dossier: ELSEWHERE, content: '1' } : { dossier: ELSEWHERE }
    case 'digest':
      return ELSEWHERE
    case 'office':
      return 'an-office'
    case 'place':
      return { kind: 'point', name: 'x' }
    case 'list':
      return [Object.fromEntries(field.needs.map((name) => [name, columnOf(field.row, name)]))]
    case 'person':
    case 'file':
      return null
  }
}

function columnOf(row: Readonly<Record<string, RowField>>, name: string): unknown {
  const column = own(row, name)
  return column && sampleOf(column)
}

/** The same declaration in which a line may say anything: how it is spelled leads nowhere. */
export function withoutPatterns(procedure: Procedure): Procedure {
  const plain = <T extends { kind: string }>(field: T): T => {
    if (field.kind !== 'line') return field
    const { pattern: _, ...rest } = field as T & { pattern?: string }
    return rest as unknown as T
  }
  const fields = Object.entries(procedure.fields).map(([name, field]): [string, Field] => {
    if (field.kind !== 'list') return [name, plain(field)]
    const row = Object.fromEntries(Object.entries(field.row).map(([column, of]) => [column, plain(of)]))
    return [name, { ...field, row }]
  })
  return { ...procedure, fields: Object.fromEntries(fields) }
}
