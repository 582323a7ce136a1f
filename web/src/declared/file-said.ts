import type { Language } from '../text/catalogue.ts'
import { numberOf } from '../text/format.ts'

/** What a page knows of a file. */
export interface FileSaid {
  name: string
  type: string
  bytes: number
}

/** `null` for what is no file, or none yet. */
export function fileSaid(value: unknown): FileSaid | null {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('bytes' in value)) return null
  const { name, bytes } = value
  const type = 'type' in value && typeof value.type === 'string' ? value.type : ''
  return typeof name === 'string' && typeof bytes === 'number' ? { name, type, bytes } : null
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** A size in the largest unit of which it is at least one; with one decimal where it is small. */
export function bytesOf(language: Language, bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit += 1
  }
  const shown = unit > 0 && value < 10 ? Math.round(value * 10) / 10 : Math.round(value)
  return `${numberOf(language, shown)} ${UNITS[unit]}`
}
