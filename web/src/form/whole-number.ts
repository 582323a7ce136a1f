/** Whole numbers as they are typed: what stands in the box is what is checked and sent, or it is not sent. */
import { longestMinutes } from '@counterpart/casework/language'

export interface Bounds {
  min: number
  max: number
}

/** The number; what is none as it was typed, so that it is found wrong and not replaced. Input methods of Chinese type full-width digits. */
export function wholeOf(typed: string): number | string | undefined {
  const text = typed.normalize('NFKC').trim()
  if (text === '') return undefined
  const number = Number(text)
  return /^-?\d+$/.test(text) && Number.isSafeInteger(number) ? number : text
}

/** Whether it may stay as it is: what is not there is nothing wrong. */
export function isWithin(value: unknown, { min, max }: Bounds): boolean {
  if (value === undefined) return true
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
}

interface Amount {
  typed: string
  unit: 'day' | 'hour'
}

/** A span of whole days or hours; one that is wrong keeps what was typed in its place. */
export function spanOfAmount({ typed, unit }: Amount): string | undefined {
  const amount = wholeOf(typed)
  if (amount === undefined) return undefined
  return unit === 'day' ? `P${amount}D` : `PT${amount}H`
}

export function amountOfSpan(span: unknown): Amount | null {
  const found = typeof span === 'string' ? /^P(?:T(.*)H|(.*)D)$/s.exec(span) : null
  return found ? { typed: found[1] ?? found[2] ?? '', unit: found[1] === undefined ? 'day' : 'hour' } : null
}

/** How many of a unit the longest span of a field is, as the node counts it: a year has 366 days. */
export function mostOf(most: string, unit: 'day' | 'hour'): number {
  return Math.floor((longestMinutes(most) ?? 0) / (unit === 'day' ? 1440 : 60))
}
