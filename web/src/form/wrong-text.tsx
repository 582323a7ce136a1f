import type { Field } from '../api/types.ts'
import { durationOf } from '../text/format.ts'
import { useTexts } from '../text/use-texts.tsx'
import type { Finding } from './check.ts'

/** What is wrong with one field, by what it takes. What is wrong in a row of it is said in that row. */
export function WrongText({ field, found }: { field: Omit<Field, 'part'>; found: readonly Finding[] }) {
  const { t, language } = useTexts()
  const whole = field as Field
  const first = found.find(({ at }) => whole.kind !== 'list' || at.length < 2)
  if (!first) return null
  return (
    <p className="form-wrong" role="alert">
      {whole.kind === 'count' && isOfItself(first)
        ? // As they are typed: the least may be a year.
          t('wrong.whole', { min: String(whole.min), max: String(whole.max) })
        : whole.kind === 'duration' && isOfItself(first)
          ? t('wrong.span', { most: durationOf(language, whole.most) })
          : t(`wrong.${first.wrong}`, first.length ?? first.sign ?? yearsAsText(first.years))}
    </p>
  )
}

/** Wrong by what was typed here, and not by what stands or is missing elsewhere. */
function isOfItself({ wrong }: Finding): boolean {
  return wrong !== 'needed' && wrong !== 'against'
}

/** A year is no number of things: it takes no sign between its thousands. */
function yearsAsText(years: Finding['years']): Record<string, string> | undefined {
  return years && { first: String(years.first), last: String(years.last) }
}
