import { longestMinutes } from '../duration.ts'
import { type Field, type ListField, type RowField, TENSES } from '../field.ts'
import { own } from '../own.ts'
import type { Procedure } from '../procedure.ts'
import { KEPT } from '../reserved.ts'
import { PLAYS } from '../vocabulary.ts'
import type { CheckCode, DeclarationProblem } from './codes.ts'
import { NAME, repeated } from './names.ts'

const CHOICE = /^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/
const LONGEST = 100_000
const ROWS = 1000

export function checkParts(procedure: Procedure): DeclarationProblem[] {
  const used = new Set(Object.values(procedure.fields).map((field) => field.part))
  return Object.entries(procedure.parts).flatMap(([name, part]) => {
    const problems: DeclarationProblem[] = []
    if (longestMinutes(part.keep) === null)
      problems.push({ path: `/parts/${name}/keep`, code: 'bad-duration' })
    if (!used.has(name)) problems.push({ path: `/parts/${name}`, code: 'unused-part' })
    return problems
  })
}

export function checkDeclaredFields(procedure: Procedure): DeclarationProblem[] {
  const used = new Set(Object.values(procedure.acts).flatMap((act) => [...act.needs, ...(act.may ?? [])]))
  return Object.entries(procedure.fields).flatMap(([name, field]) => {
    const path = `/fields/${name}`
    const problems = checkKind(field, path)
    if (!used.has(name)) problems.push({ path, code: 'unused-field' })
    const part = own(procedure.parts, field.part)
    if (field.part !== KEPT && !part) problems.push({ path: `${path}/part`, code: 'unknown-part' })
    else if (namesPerson(field) && !part?.personal) problems.push({ path, code: 'person-in-plain-part' })
    if (field.part === KEPT && holdsFile(field)) problems.push({ path, code: 'file-in-kept' })
    return problems
  })
}

function holdsFile(field: Field): boolean {
  if (field.kind === 'list') return Object.values(field.row).some((column) => column.kind === 'file')
  return field.kind === 'file'
}

function namesPerson(field: Field): boolean {
  if (field.kind === 'list') return Object.values(field.row).some((column) => column.kind === 'person')
  return field.kind === 'person'
}

function checkKind(field: Field | RowField, path: string): DeclarationProblem[] {
  switch (field.kind) {
    case 'text':
      return size(field.max, LONGEST, `${path}/max`)
    case 'line':
      return [...size(field.max, LONGEST, `${path}/max`), ...checkPattern(field.pattern, `${path}/pattern`)]
    case 'choice':
    case 'choices':
      return checkChoices(field.of, `${path}/of`)
    case 'count':
      return Number.isSafeInteger(field.min) && Number.isSafeInteger(field.max) && field.min <= field.max
        ? []
        : bad(path, 'bad-size')
    case 'duration':
      return longestMinutes(field.most) === null ? bad(`${path}/most`, 'bad-duration') : []
    case 'date':
    case 'time':
      return field.tense === undefined || TENSES.some((tense) => tense === field.tense)
        ? []
        : bad(`${path}/tense`, 'unknown-word')
    case 'reference':
      return field.plays === undefined || PLAYS.some((plays) => plays === field.plays)
        ? []
        : bad(`${path}/plays`, 'unknown-word')
    case 'list':
      return checkRow(field, path)
    default:
      return []
  }
}

function checkChoices(values: readonly string[], path: string): DeclarationProblem[] {
  if (values.length === 0) return bad(path, 'empty')
  return [
    ...repeated(values, path),
    ...(values.every((value) => CHOICE.test(value)) ? [] : bad(path, 'bad-name')),
  ]
}

function checkRow(field: Omit<ListField, 'part'>, path: string): DeclarationProblem[] {
  const columns = Object.entries(field.row)
  const problems = size(field.most, ROWS, `${path}/most`)
  if (columns.length === 0) problems.push({ path: `${path}/row`, code: 'empty' })
  problems.push(...repeated(field.needs, `${path}/needs`))
  for (const name of field.needs)
    if (!Object.hasOwn(field.row, name)) problems.push({ path: `${path}/needs`, code: 'unknown-column' })
  for (const [name, column] of columns) {
    if (!NAME.test(name)) problems.push({ path: `${path}/row/${name}`, code: 'bad-name' })
    problems.push(...checkKind(column, `${path}/row/${name}`))
  }
  return problems
}

/** What hangs on the tables of one version of Unicode, or that not every engine has. */
const BEYOND = { escape: /\\[pPk0-9]/, group: /\(\?(?!:)/ }

function isBeyond(pattern: string): boolean {
  // What another escape or a class holds is what it says, and begins neither.
  const bare = pattern.replaceAll(/\\[^pPk0-9]/g, 'x')
  return BEYOND.escape.test(bare) || BEYOND.group.test(bare.replaceAll(/\[[^\]]*\]/g, 'x'))
}

function checkPattern(pattern: string | undefined, path: string): DeclarationProblem[] {
  if (pattern === undefined) return []
  try {
    new RegExp(pattern, 'u')
    return isBeyond(pattern) ? bad(path, 'bad-pattern') : []
  } catch {
    return bad(path, 'bad-pattern')
  }
}

function size(value: number, most: number, path: string): DeclarationProblem[] {
  return Number.isSafeInteger(value) && value >= 1 && value <= most ? [] : bad(path, 'bad-size')
}

function bad(path: string, code: CheckCode): DeclarationProblem[] {
  return [{ path, code }]
}
