/** Dates of a review as they stand in its boxes: in the order of the language, or with the year first in any. */
import type { Language } from '../../text/catalogue.ts'
import { dateOrderOf } from '../../text/format.ts'

type Part = ReturnType<typeof dateOrderOf>[number]

/** `2023-06-25` as the language types it, `25/06/2023`; what is no such date stays as it is. */
export function typedOf(language: Language, written: string): string {
  const found = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(written)
  if (!found) return written
  const parts: Readonly<Record<Part, string | undefined>> = {
    year: found[1],
    month: found[2],
    day: found[3],
  }
  return dateOrderOf(language)
    .flatMap((part) => parts[part] ?? [])
    .join('/')
}

/** What was typed as `2023`, `2023-06` or `2023-06-25`; what is none stays as it is, so that it is found wrong. */
export function writtenOf(language: Language, typed: string): string {
  // Input methods of Chinese type full-width digits.
  const text = typed.normalize('NFKC').trim()
  const numbers = text.match(/\d+/g) ?? []
  // A year is four digits: where it comes first all does, whatever the language.
  const [first = ''] = numbers
  const order: readonly Part[] = first.length === 4 ? ['year', 'month', 'day'] : dateOrderOf(language)
  const named = order.filter((part) => part !== 'day' || numbers.length > 2)
  const of = (part: Part) => numbers[named.indexOf(part)] ?? ''
  const [year, month, day] = [of('year'), of('month'), of('day')]
  if (numbers.length > 3 || /[^\d\s./\-年月日]/.test(text) || year.length !== 4) return text
  return [year, month, day].flatMap((part) => (part === '' ? [] : [part.padStart(2, '0')])).join('-')
}
