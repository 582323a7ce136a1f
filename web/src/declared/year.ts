import type { Field } from '../api/types.ts'

/**
 * Whether a count is a year of the calendar, which is a name and no quantity: read by its bounds, since nothing that is
 * counted begins with four digits and never has more.
 */
export function isYear(field: Omit<Field, 'part'>): boolean {
  if (field.kind !== 'count') return false
  const { min, max } = field as Extract<Field, { kind: 'count' }>
  return min >= 1000 && max <= 9999
}
