/** One value against one field. Total: any JSON value has an answer, and none is changed. */
import { canonicalJson } from '@counterpart/protocol'
import type { Problem } from '../errors.ts'
import { type Field, type ListField, longestMinutes, type RowField } from '../language/index.ts'
import { patternFault, stringFault } from './check-text.ts'
import type { FieldCode } from './field-codes.ts'
import { LIMITS, PATTERNS, PLACES, STANDINGS } from './patterns.ts'

export type FieldProblem = Problem<FieldCode>

const NAME = /^[a-z][a-z0-9-]{0,39}$/
const LANGUAGE = new RegExp(PATTERNS.language, 'u')

export function checkValue(field: Field | RowField, value: unknown, path: string): FieldProblem[] {
  switch (field.kind) {
    case 'text':
      return checkTexts(value, field.max, path)
    case 'line':
      return checkLine(value, field.max, path, field.pattern)
    case 'choice':
      return checkChoice(value, field.of, path)
    case 'choices':
      return checkChoices(value, field.of, path)
    case 'flag':
      return typeof value === 'boolean' ? [] : bad(path, 'wrong-type')
    case 'count':
      return checkCount(value, field.min, field.max, path)
    case 'date':
      return checkDate(value, path)
    case 'time':
      return checkCount(value, 0, LIMITS.time, path)
    case 'duration':
      return checkDuration(value, field.most, path)
    case 'reference':
      return checkReference(value, field.content ? 'must' : 'never', path)
    case 'digest':
      return checkForm(value, PATTERNS.digest, path)
    case 'office':
      return checkForm(value, PATTERNS.office, path)
    case 'person':
      return checkPerson(value, path)
    case 'place':
      return checkPlace(value, path)
    case 'file':
      return checkFile(value, path)
    case 'list':
      return checkList(value, field, path)
  }
}

/**
 * The members of a closed object. What the sender called an unknown member is not repeated unless it
 * looks like a field's name: it could be a person's.
 */
export function checkMembers(
  value: unknown,
  members: Readonly<Record<string, (member: unknown, path: string) => FieldProblem[]>>,
  needs: readonly string[],
  path: string,
): FieldProblem[] {
  if (!isRecord(value)) return bad(path, 'wrong-type')
  const problems: FieldProblem[] = []
  for (const name of needs)
    if (!Object.hasOwn(value, name)) problems.push({ path: `${path}/${name}`, code: 'missing-field' })
  for (const name of Object.keys(value)) {
    const check = Object.hasOwn(members, name) ? members[name] : undefined
    if (check) problems.push(...check(value[name], `${path}/${name}`))
    else problems.push({ path: NAME.test(name) ? `${path}/${name}` : path, code: 'unknown-field' })
    if (problems.length > 100) break
  }
  return problems
}

export function checkTexts(value: unknown, max: number, path: string): FieldProblem[] {
  if (!isRecord(value)) return bad(path, 'wrong-type')
  const languages = Object.keys(value)
  if (languages.length === 0) return bad(path, 'empty')
  if (languages.length > LIMITS.languages) return bad(path, 'too-many')
  const problems: FieldProblem[] = []
  let isAuthoritative = false
  for (const language of languages) {
    if (!LANGUAGE.test(language)) {
      problems.push({ path, code: 'bad-language' })
      continue
    }
    const written = value[language]
    if (isRecord(written) && written.standing === 'authoritative') isAuthoritative = true
    const members = {
      text: (text: unknown, at: string) => checkString(text, max, at, 'many'),
      standing: (standing: unknown, at: string) => checkChoice(standing, STANDINGS, at),
    }
    problems.push(...checkMembers(written, members, ['text', 'standing'], `${path}/${language}`))
  }
  return problems.length > 0 || isAuthoritative ? problems : bad(path, 'no-authoritative')
}

export function checkLine(value: unknown, max: number, path: string, pattern?: string): FieldProblem[] {
  const problems = checkString(value, max, path, 'one')
  if (problems.length > 0 || pattern === undefined) return problems
  const fault = patternFault(value as string, pattern)
  return fault ? bad(path, fault) : []
}

function checkString(value: unknown, max: number, path: string, lines: 'one' | 'many'): FieldProblem[] {
  if (typeof value !== 'string') return bad(path, 'wrong-type')
  const fault = stringFault(value, max, lines)
  return fault ? bad(path, fault) : []
}

export function checkChoice(value: unknown, of: readonly string[], path: string): FieldProblem[] {
  if (typeof value !== 'string') return bad(path, 'wrong-type')
  return of.includes(value) ? [] : bad(path, 'unknown-choice')
}

function checkChoices(value: unknown, of: readonly string[], path: string): FieldProblem[] {
  if (!Array.isArray(value)) return bad(path, 'wrong-type')
  if (value.length === 0) return bad(path, 'empty')
  if (value.length > of.length) return bad(path, 'too-many')
  const problems = value.flatMap((choice, index) => checkChoice(choice, of, `${path}/${index}`))
  return problems.length === 0 && new Set(value).size < value.length ? bad(path, 'repeated') : problems
}

function checkCount(value: unknown, min: number, max: number, path: string): FieldProblem[] {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return bad(path, 'wrong-type')
  if (value < min) return bad(path, 'too-small')
  return value > max ? bad(path, 'too-large') : []
}

export function checkForm(value: unknown, pattern: string, path: string): FieldProblem[] {
  if (typeof value !== 'string') return bad(path, 'wrong-type')
  return value.length <= 100 && new RegExp(pattern, 'u').test(value) ? [] : bad(path, 'bad-form')
}

function checkDate(value: unknown, path: string): FieldProblem[] {
  const members = {
    date: checkDay,
    inferred: (reason: unknown, at: string) => checkTexts(reason, LIMITS.inferred, at),
  }
  return checkMembers(value, members, ['date'], path)
}

function checkDay(value: unknown, path: string): FieldProblem[] {
  const problems = checkForm(value, PATTERNS.date, path)
  if (problems.length > 0) return problems
  const [year = 0, month = 1, day = 1] = (value as string).split('-').map(Number)
  return day <= daysIn(year, month) ? [] : bad(path, 'no-such-day')
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function checkDuration(value: unknown, most: string, path: string): FieldProblem[] {
  const problems = checkForm(value, PATTERNS.duration, path)
  if (problems.length > 0) return problems
  return (longestMinutes(value as string) ?? 0) > (longestMinutes(most) ?? 0) ? bad(path, 'too-large') : []
}

export function checkReference(
  value: unknown,
  content: 'must' | 'may' | 'never',
  path: string,
): FieldProblem[] {
  const dossier = (id: unknown, at: string) => checkForm(id, PATTERNS.digest, at)
  const inside = (id: unknown, at: string) => checkForm(id, PATTERNS.content, at)
  return checkMembers(
    value,
    content === 'never' ? { dossier } : { dossier, content: inside },
    content === 'must' ? ['dossier', 'content'] : ['dossier'],
    path,
  )
}

function checkPerson(value: unknown, path: string): FieldProblem[] {
  const name = {
    text: (text: unknown, at: string) => checkLine(text, LIMITS.name, at),
    language: (language: unknown, at: string) =>
      checkForm(language, PATTERNS.language, at).map(() => ({ path: at, code: 'bad-language' as const })),
  }
  const members = {
    names: (names: unknown, at: string) =>
      checkRows(names, LIMITS.names, at, (row, rowAt) =>
        checkMembers(row, name, ['text', 'language'], rowAt),
      ),
    born: checkDay,
    paper: (paper: unknown, at: string) => checkLine(paper, LIMITS.paper, at),
  }
  return checkMembers(value, members, ['names'], path)
}

function checkPlace(value: unknown, path: string): FieldProblem[] {
  const marker = (text: unknown, at: string) => checkLine(text, LIMITS.marker, at)
  const members = {
    kind: (kind: unknown, at: string) => checkChoice(kind, PLACES, at),
    name: (text: unknown, at: string) => checkLine(text, LIMITS.place, at),
    from: marker,
    to: marker,
    lat: (degrees: unknown, at: string) => checkLine(degrees, LIMITS.degrees, at, PATTERNS.lat),
    lon: (degrees: unknown, at: string) => checkLine(degrees, LIMITS.degrees, at, PATTERNS.lon),
  }
  const section = isRecord(value) && value.kind === 'section'
  const isOnMap = isRecord(value) && (Object.hasOwn(value, 'lat') || Object.hasOwn(value, 'lon'))
  const needs = [
    'kind',
    'name',
    ...(section ? ['from', 'to'] : []),
    // One of them alone is no place on a map.
    ...(isOnMap ? ['lat', 'lon'] : []),
  ]
  const problems = checkMembers(value, members, needs, path)
  if (problems.length > 0 || !isRecord(value)) return problems
  const single = value.kind === 'gate' || value.kind === 'point'
  const ends = Object.hasOwn(value, 'from') || Object.hasOwn(value, 'to')
  if (single && ends) return bad(path, 'contradiction')
  return ends && value.from === value.to ? bad(`${path}/to`, 'contradiction') : []
}

function checkFile(value: unknown, path: string): FieldProblem[] {
  const hash = (one: unknown, at: string) => checkForm(one, PATTERNS.digest, at)
  const members = {
    name: (name: unknown, at: string) => checkLine(name, LIMITS.file, at),
    type: (type: unknown, at: string) => checkForm(type, PATTERNS.media, at),
    bytes: (bytes: unknown, at: string) => checkCount(bytes, 0, LIMITS.fileBytes, at),
    digest: hash,
    salt: hash,
    key: hash,
  }
  return checkMembers(value, members, Object.keys(members), path)
}

function checkList(value: unknown, field: Omit<ListField, 'part'>, path: string): FieldProblem[] {
  const columns = Object.fromEntries(
    Object.entries(field.row).map(([name, column]) => [
      name,
      (cell: unknown, at: string) => checkValue(column, cell, at),
    ]),
  )
  return checkRows(value, field.most, path, (row, at) => checkMembers(row, columns, field.needs, at))
}

/** An empty list is refused: what there is nothing of is left out, so that `needs` means something. */
export function checkRows(
  value: unknown,
  most: number,
  path: string,
  check: (row: unknown, path: string) => FieldProblem[],
): FieldProblem[] {
  if (!Array.isArray(value)) return bad(path, 'wrong-type')
  if (value.length === 0) return bad(path, 'empty')
  if (value.length > most) return bad(path, 'too-many')
  const problems: FieldProblem[] = []
  const seen = new Set<string>()
  for (const [index, row] of value.entries()) {
    const at = `${path}/${index}`
    const found = check(row, at)
    problems.push(...found)
    if (problems.length > 100) break
    if (found.length > 0) continue
    const bytes = canonicalJson(row)
    if (seen.has(bytes)) problems.push({ path: at, code: 'repeated' })
    seen.add(bytes)
  }
  return problems
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function bad(path: string, code: FieldCode): FieldProblem[] {
  return [{ path, code }]
}
