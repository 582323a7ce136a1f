/**
 * Checks what was typed against the server's own schema, before it is sent. `Value` interprets a
 * schema; it makes no code, so it works where the page may not evaluate any.
 */
import { hiddenSign, PATTERNS, signCode } from '@counterpart/casework'
import { type Facts, holds } from '@counterpart/casework/condition'
import type { Condition } from '@counterpart/casework/language'
import { Value } from 'typebox/value'
import type { Schema } from '../api/types.ts'
import { STANDINGS } from '../text/pick.ts'
import { comingIn } from './coming.ts'
import { lengthOf } from './length.ts'

export type Wrong =
  | 'needed'
  | 'too-long'
  | 'too-large'
  | 'too-small'
  | 'too-many'
  | 'shape'
  | 'against'
  | 'coming'
  | 'no-day'
  | 'year'
  | 'to-come'
  | 'hidden'
  | 'hidden-first'

/** One thing that is wrong. */
export interface Finding {
  wrong: Wrong
  /** Where inside the field: `[]` is the field itself, `['1', 'number']` a box of the second row that is sent. */
  at: readonly string[]
  /** Of a text that is too long. */
  length?: { most: number; written: number }
  /** Of a date whose year cannot be meant: the years that can. */
  years?: { first: number; last: number }
  /** Of a sign that nobody sees: its number, and what stands before it. */
  sign?: { sign: string; before: string }
}

export type Wrongs = Readonly<Record<string, readonly Finding[]>>

const WRONGS: Readonly<Record<string, Wrong>> = {
  required: 'needed',
  minLength: 'needed',
  minItems: 'needed',
  minProperties: 'needed',
  maximum: 'too-large',
  minimum: 'too-small',
  maxItems: 'too-many',
}

interface Found {
  keyword: string
  instancePath: string
  params: unknown
}

/** What is wrong, by field. What is missing is found at the box that is empty. */
export function wrongsOf(schema: Schema, values: Readonly<Record<string, unknown>>): Wrongs {
  const wrongs: Record<string, Finding[]> = {}
  function add([name, ...at]: readonly string[], finding: Omit<Finding, 'at'>): void {
    if (name === undefined) return
    const found = wrongs[name] ?? []
    wrongs[name] = [...found, { ...finding, at }]
  }
  const coming = comingIn(values)
  for (const path of coming) add(path, { wrong: 'coming' })
  // Of a file that is not there yet nothing else is missing: it is one box.
  const isComing = (at: readonly string[]) =>
    coming.some((file) => file.every((name, depth) => at[depth] === name))
  for (const { keyword, instancePath, params } of Value.Errors(schema, values) as Found[]) {
    const path = namesIn(instancePath).slice(1)
    if (isComing(path)) continue
    const missing = (params as { requiredProperties?: string[] }).requiredProperties
    if (keyword === 'required' && missing)
      for (const name of missing) add([...path, name], { wrong: 'needed' })
    else if (keyword === 'maxLength') {
      const { limit: most } = params as { limit: number }
      add(path, { wrong: 'too-long', length: { most, written: lengthOf(textAt(values, path)) } })
    } else if (keyword === 'pattern') add(path, misshapen(textAt(values, path), params))
    else if (keyword !== 'boolean') add(path, { wrong: WRONGS[keyword] ?? 'shape' })
  }
  return wrongs
}

/** A sign that nobody sees is said by its number and by what stands before it: how else would it be found? */
function misshapen(text: string, params: unknown): Omit<Finding, 'at'> {
  const lines = (params as { pattern: string | RegExp }).pattern === PATTERNS.lines ? 'many' : 'one'
  const found = hiddenSign(text, lines)
  if (!found) return { wrong: /[^\p{Default_Ignorable_Code_Point}\s]/u.test(text) ? 'shape' : 'needed' }
  const before = Array.from(text.slice(0, found.at)).slice(-BEFORE).join('').trim()
  return { wrong: before === '' ? 'hidden-first' : 'hidden', sign: { sign: signCode(found.sign), before } }
}

/** So much of a text leads to a place in it. */
const BEFORE = 20

function textAt(values: unknown, path: readonly string[]): string {
  let at: unknown = values
  for (const name of path) at = (at as Record<string, unknown> | undefined)?.[name]
  return String(at ?? '')
}

/** How many boxes are shown to be wrong: more may be wrong with one of them. */
export function boxesIn(wrongs: Wrongs): number {
  const boxes = Object.values(wrongs).map((found) => new Set(found.map(({ at }) => at.join('/'))).size)
  return boxes.reduce((sum, some) => sum + some, 0)
}

/** The findings that are in one of its boxes. */
export function within(found: readonly Finding[], ...box: readonly string[]): Finding[] {
  return found
    .filter(({ at }) => box.every((name, depth) => at[depth] === name))
    .map((one) => ({ ...one, at: one.at.slice(box.length) }))
}

function namesIn(path: string): string[] {
  return path.split('/').map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The field in which a refusal of the node found what is wrong, such as a day that does not exist. */
export function refusedField(path: string | null): string | null {
  const [root, within, name] = namesIn(path ?? '')
  return root === '' && within === 'fields' ? (name ?? null) : null
}

/**
 * Fields that were left out and by which a condition could hold: where to look when the node says it does not. Nothing is
 * asked for where a part of it holds already, nor, where something is known to break it, where only the dossier could tell:
 * whoever is asked for what was missing nowhere says it, for good.
 */
export function askedBy(condition: Condition, facts: Facts): string[] {
  if (holds(condition, facts) === true) return []
  if ('present' in condition) return [condition.present]
  if ('equals' in condition) return condition.equals[0] in facts.kept ? [] : [condition.equals[0]]
  if ('any' in condition) return condition.any.flatMap((one) => askedBy(one, facts))
  if (!('all' in condition)) return []
  const broken = condition.all.filter((one) => holds(one, facts) === false)
  return (broken.length > 0 ? broken : condition.all).flatMap((one) => askedBy(one, facts))
}

/** One version of a text; a row of a list may have a column of that name, and says something else by it. */
function isVersion(value: object): boolean {
  const { standing } = value as { standing?: unknown }
  const isBare = Object.keys(value).every((name) => name === 'text' || name === 'standing')
  return isBare && STANDINGS.some((one) => one === standing)
}

/** As it stands in a person; a row of a list may have more beside it, and all of it counts. */
function isName(value: object): boolean {
  return Object.keys(value).sort().join(' ') === 'language text'
}

/** What was pasted with a text and is not seen: a number that has it is found by nobody who types it. */
function asSeen(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[\u200b\u2060]/g, '')
    .replaceAll(/[\u00a0\u2007\u202f]/g, ' ')
    .trim()
}

/** Takes away what was left empty: nothing is sent that was not said. */
function withoutEmpty(value: unknown): unknown {
  if (typeof value === 'string') return asSeen(value) || undefined
  if (Array.isArray(value)) {
    const kept = value.map(withoutEmpty).filter((one) => one !== undefined)
    return kept.length === 0 ? undefined : kept
  }
  if (typeof value !== 'object' || value === null) return value ?? undefined
  const kept = Object.entries(value)
    .map(([name, one]) => [name, withoutEmpty(one)] as const)
    .filter(([, one]) => one !== undefined)
  // A version of a text without its text is no version, whatever its standing says; a name without its
  // text is no name, whatever its language.
  if ((isVersion(value) || isName(value)) && !kept.some(([name]) => name === 'text')) return undefined
  return kept.length === 0 ? undefined : Object.fromEntries(kept)
}

export function cleaned(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return (withoutEmpty(values) as Record<string, unknown> | undefined) ?? {}
}

/** The number under which each of some rows is sent; those that were left empty are not. */
export function sentAs(rows: readonly unknown[]): string[] {
  let next = 0
  return rows.map((row) => (withoutEmpty(row) === undefined ? '' : String(next++)))
}

/** What is wrong in a box of a row. */
export function inRows(
  rows: readonly unknown[],
  found: readonly Finding[],
): (at: number, column: string) => Finding[] {
  const sent = sentAs(rows)
  return (at, column) => within(found, sent[at] ?? '', column)
}
