/**
 * Whether the kept part of an act is what its declaration asks for. Total, and coarser than the checks of
 * a form on purpose: a verdict must not hang on anything that differs between engines, such as the
 * tables of Unicode, so only shapes, lengths and lists are judged here.
 */
import {
  type Act,
  COORDINATES,
  DURATION_PATTERN,
  type Field,
  KEPT,
  longestMinutes,
  type Procedure,
  type RowField,
} from '../language/index.ts'
import { own } from '../language/own.ts'
import { spanOfDate } from './civil.ts'
import { isRecord } from './is-record.ts'

const HASH = /^[0-9a-f]{64}$/
export const OFFICE = /^[a-z][a-z0-9-]{1,39}$/
const CONTENT = /^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$/
const LANGUAGE = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$/
const LATITUDE = new RegExp(COORDINATES.lat, 'u')
const LONGITUDE = new RegExp(COORDINATES.lon, 'u')
const DURATION = new RegExp(DURATION_PATTERN, 'u')
const STANDINGS = ['authoritative', 'certified', 'translation']
const PLACES = ['gate', 'trail', 'section', 'point', 'other']
const MOST = { languages: 20, name: 200, line: 300, number: 40, under: 20 }

/** Nothing needed is missing, nothing undeclared is there, and every value has its field's shape. */
export function isKept(procedure: Procedure, act: Act, kept: Readonly<Record<string, unknown>>): boolean {
  const declared = keptFieldsOf(procedure, act)
  for (const name of act.needs) if (declared.has(name) && !Object.hasOwn(kept, name)) return false
  return Object.keys(kept).every((name) => {
    const field = declared.get(name)
    return field ? isValue(field, kept[name]) : isReserved(procedure, act, name, kept[name])
  })
}

/** The kept fields that an act needs or may carry. */
export function keptFieldsOf(procedure: Procedure, act: Act): Map<string, Field> {
  const fields = new Map<string, Field>()
  for (const name of [...act.needs, ...(act.may ?? [])]) {
    const field = own(procedure.fields, name)
    if (field?.part === KEPT) fields.set(name, field)
  }
  return fields
}

/** `values` less those of some fields. */
export function without<T>(
  values: Readonly<Record<string, T>>,
  dropped: readonly string[],
): Readonly<Record<string, T>> {
  if (dropped.length === 0) return values
  return Object.fromEntries(Object.entries(values).filter(([name]) => !dropped.includes(name)))
}

/** The parts beside `kept` in which the fields that an act needs lie. */
export function partsNeededBy(procedure: Procedure, act: Act): string[] {
  const parts = act.needs.map((name) => own(procedure.fields, name)?.part ?? KEPT)
  return [...new Set(parts)].filter((part) => part !== KEPT)
}

function isReserved(procedure: Procedure, act: Act, name: string, value: unknown): boolean {
  if (!act.opens && name !== 'number') return false
  switch (name) {
    case 'number':
      return isLine(value, MOST.number)
    case 'level':
      return isOneOf(value, procedure.levels)
    case 'to':
      return matches(value, OFFICE)
    case 'from':
      return isText(value, MOST.name)
    case 'under':
      return isListOf(value, MOST.under, (row) => isReference(row, 'may'))
    default:
      return false
  }
}

function isValue(field: Field | RowField, value: unknown): boolean {
  switch (field.kind) {
    case 'text':
      return isText(value, field.max)
    case 'line':
      return isLine(value, field.max) && (field.pattern === undefined || isWhole(value, field.pattern))
    case 'choice':
      return isOneOf(value, field.of)
    case 'choices':
      return isListOf(value, field.of.length, (one) => isOneOf(one, field.of))
    case 'flag':
      return typeof value === 'boolean'
    case 'count':
      return isCount(value) && value >= field.min && value <= field.max
    case 'date':
      return hasOnly(value, ['date'], ['inferred']) && isDate(value)
    case 'time':
      return isCount(value) && value >= 0
    case 'duration':
      return matches(value, DURATION) && isAtMost(String(value), field.most)
    case 'reference':
      return isReference(value, field.content ? 'must' : 'never')
    case 'digest':
      return matches(value, HASH)
    case 'office':
      return matches(value, OFFICE)
    // The kept part is never destroyed, so it never says who a person is.
    case 'person':
      return false
    // What opens a file has to die with the part it stands in.
    case 'file':
      return false
    case 'place':
      return isPlace(value)
    case 'list':
      return isListOf(value, field.most, (row) => isRow(field.row, field.needs, row))
  }
}

function isRow(columns: Readonly<Record<string, RowField>>, needs: readonly string[], row: unknown): boolean {
  if (!isRecord(row) || !needs.every((name) => Object.hasOwn(row, name))) return false
  return Object.keys(row).every((name) => {
    const column = own(columns, name)
    return column !== undefined && isValue(column, row[name])
  })
}

function isText(value: unknown, max: number): boolean {
  if (!isRecord(value)) return false
  const languages = Object.keys(value)
  if (languages.length === 0 || languages.length > MOST.languages) return false
  let isAuthoritative = false
  for (const language of languages) {
    const written = value[language]
    if (!LANGUAGE.test(language) || !hasOnly(written, ['text', 'standing'])) return false
    if (!isString(written.text, max) || !isOneOf(written.standing, STANDINGS)) return false
    if (written.standing === 'authoritative') isAuthoritative = true
  }
  return isAuthoritative
}

function isPlace(value: unknown): boolean {
  if (!hasOnly(value, ['kind', 'name'], ['from', 'to', 'lat', 'lon'])) return false
  if (!isOneOf(value.kind, PLACES) || !isLine(value.name, MOST.name)) return false
  if (Object.hasOwn(value, 'lat') !== Object.hasOwn(value, 'lon')) return false
  if (Object.hasOwn(value, 'lat') && !(matches(value.lat, LATITUDE) && matches(value.lon, LONGITUDE)))
    return false
  return ['from', 'to'].every((end) => !Object.hasOwn(value, end) || isLine(value[end], MOST.line))
}

function isReference(value: unknown, content: 'must' | 'may' | 'never'): boolean {
  const needs = content === 'must' ? ['dossier', 'content'] : ['dossier']
  if (!hasOnly(value, needs, content === 'may' ? ['content'] : [])) return false
  return matches(value.dossier, HASH) && (value.content === undefined || matches(value.content, CONTENT))
}

function isDate(value: Record<string, unknown>): boolean {
  if (spanOfDate(value.date) === null) return false
  return !Object.hasOwn(value, 'inferred') || isText(value.inferred, MOST.line)
}

function isLine(value: unknown, max: number): boolean {
  return isString(value, max) && !/[\n\r]/.test(String(value))
}

/** Length in code points, without walking a text that is far too long. */
function isString(value: unknown, max: number): boolean {
  if (typeof value !== 'string' || value === '' || value.length > 2 * max) return false
  return value.length <= max || [...value].length <= max
}

function isWhole(value: unknown, pattern: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(String(value))
  } catch {
    // A pattern that is none is a fault of the declaration, and the same on both sides.
    return false
  }
}

function isAtMost(duration: string, most: string): boolean {
  const [minutes, bound] = [longestMinutes(duration), longestMinutes(most)]
  return minutes !== null && bound !== null && minutes <= bound
}

function isListOf(value: unknown, most: number, check: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length > 0 && value.length <= most && value.every(check)
}

function isOneOf(value: unknown, of: readonly string[]): boolean {
  return typeof value === 'string' && of.includes(value)
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value)
}

function matches(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value)
}

function hasOnly(
  value: unknown,
  needs: readonly string[],
  may: readonly string[] = [],
): value is Record<string, unknown> {
  if (!isRecord(value) || !needs.every((name) => Object.hasOwn(value, name))) return false
  return Object.keys(value).every((name) => needs.includes(name) || may.includes(name))
}
