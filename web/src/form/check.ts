/**
 * Checks what was typed against the server's own schema, before it is sent. `Value` interprets a
 * schema; it makes no code, so it works where the page may not evaluate any.
 */
import type { Condition } from '@counterpart/casework/language'
import { Value } from 'typebox/value'
import type { Schema } from '../api/types.ts'
import { isComing } from './coming.ts'

export type Wrong = 'needed' | 'too-long' | 'too-large' | 'too-small' | 'too-many' | 'shape' | 'coming'

const WRONGS: Readonly<Record<string, Wrong>> = {
  required: 'needed',
  maxLength: 'too-long',
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

/** What is wrong, by field; the first finding of a field stands for it. */
export function wrongsOf(schema: Schema, values: Readonly<Record<string, unknown>>): Record<string, Wrong> {
  const wrongs: Record<string, Wrong> = {}
  for (const [name, value] of Object.entries(values)) if (isComing(value)) wrongs[name] = 'coming'
  for (const found of Value.Errors(schema, values) as Found[]) {
    if (found.instancePath === '') {
      const names = (found.params as { requiredProperties?: string[] }).requiredProperties ?? []
      for (const name of names) wrongs[name] ??= 'needed'
      continue
    }
    const name = namesIn(found.instancePath)[1]
    if (name === undefined || found.keyword === 'boolean') continue
    wrongs[name] ??= WRONGS[found.keyword] ?? 'shape'
  }
  return wrongs
}

function namesIn(path: string): string[] {
  return path.split('/').map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The field in which a refusal of the node found what is wrong, such as a day that does not exist. */
export function refusedField(path: string | null): string | null {
  const [root, within, name] = namesIn(path ?? '')
  return root === '' && within === 'fields' ? (name ?? null) : null
}

/** Fields that were left out and by which a condition could hold: where to look when the node says it does not. */
export function askedBy(condition: Condition, values: Readonly<Record<string, unknown>>): string[] {
  if ('present' in condition) return values[condition.present] === undefined ? [condition.present] : []
  if ('all' in condition) return condition.all.flatMap((one) => askedBy(one, values))
  if ('any' in condition) return condition.any.flatMap((one) => askedBy(one, values))
  return []
}

/** Takes away what was left empty: nothing is sent that was not said. */
function withoutEmpty(value: unknown): unknown {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.normalize('NFC')
  if (Array.isArray(value)) {
    const kept = value.map(withoutEmpty).filter((one) => one !== undefined)
    return kept.length === 0 ? undefined : kept
  }
  if (typeof value !== 'object' || value === null) return value ?? undefined
  const kept = Object.entries(value)
    .map(([name, one]) => [name, withoutEmpty(one)] as const)
    .filter(([, one]) => one !== undefined)
  // A version of a text without its text is no version, whatever its standing says.
  if ('standing' in value && !kept.some(([name]) => name === 'text')) return undefined
  return kept.length === 0 ? undefined : Object.fromEntries(kept)
}

export function cleaned(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return (withoutEmpty(values) as Record<string, unknown> | undefined) ?? {}
}
