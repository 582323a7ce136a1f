/** Which offices a field of the common acts can mean, as far as the fields beside it say. */
import { type COMMON_FIELDS, LEVELS } from '@counterpart/casework/language'
import type { Level } from '../api/types.ts'

type Name = keyof typeof COMMON_FIELDS

export interface Scope {
  /** `null`: of either side. */
  side: 'ours' | 'theirs' | null
  /** `null`: at any level. */
  level: Level | null
}

const SIDES: Partial<Record<string, 'ours' | 'theirs'>> = {
  'forwarded-to': 'ours',
  'our-office': 'ours',
  'their-office': 'theirs',
  'call-with': 'theirs',
} satisfies Partial<Record<Name, 'ours' | 'theirs'>>

/** The fields whose choice is another once this one is. */
const LED: Partial<Record<string, readonly Name[]>> = {
  'raised-to': ['our-office', 'their-office'],
  'offered-side': ['offered-to'],
} satisfies Partial<Record<Name, readonly Name[]>>

export function scopeOf(field: string, beside: Readonly<Record<string, unknown>>): Scope {
  if (field === ('offered-to' satisfies Name)) return { side: offeredSide(beside), level: null }
  const isRaised = LED['raised-to']?.some((one) => one === field)
  const level = isRaised ? LEVELS.find((one) => one === beside['raised-to']) : undefined
  return { side: SIDES[field] ?? null, level: level ?? null }
}

function offeredSide(beside: Readonly<Record<string, unknown>>): Scope['side'] {
  const said = beside['offered-side']
  return said === 'own' ? 'ours' : said === 'other' ? 'theirs' : null
}

/** What has to be chosen anew after a field was changed. */
export function ledBy(field: string): readonly string[] {
  return LED[field] ?? []
}
