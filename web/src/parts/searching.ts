import { fit } from '../text/search.ts'

type Option = Readonly<Record<string, unknown>>

/** How choices are searched by typing: in what they show, and in `beside`; those first that fit as they were typed. */
export function searching(...beside: readonly string[]) {
  const fitOf = (typed: string, option: Option | undefined) =>
    Math.max(...['label', ...beside].map((name) => fit(typed, textOf(option?.[name]))))
  return {
    filterOption: (typed: string, option?: Option) => fitOf(typed, option) > 0,
    filterSort: (one: Option, other: Option, { searchValue }: { searchValue: string }) =>
      fitOf(searchValue, other) - fitOf(searchValue, one),
  }
}

/** What is drawn has no text to be found by. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
