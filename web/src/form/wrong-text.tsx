import type { Field } from '../api/types.ts'
import { durationOf } from '../text/format.ts'
import { useTexts } from '../text/use-texts.tsx'
import type { Finding } from './check.ts'
import { wrongId } from './described.ts'

interface Props {
  /** Of the box it stands below. */
  id: string
  field: Omit<Field, 'part'>
  found: readonly Finding[]
}

/**
 * What is wrong with one field, by what it takes. What is wrong in a row of it is said in that row. It is no alert: the
 * first box that is wrong gets the focus and says it, and of several alerts at once nobody hears any.
 */
export function WrongText({ id, field, found }: Props) {
  const { t, language } = useTexts()
  const whole = field as Field
  const first = found.find(({ at }) => whole.kind !== 'list' || at.length < 2)
  if (!first) return null
  return (
    <p id={wrongId(id)} className="form-wrong">
      {isNameless(whole, first) && t('value.labelled', { label: t('form.place-name') })}
      {whole.kind === 'count' && isOfItself(first)
        ? // As they are typed: the least may be a year.
          t('wrong.whole', { min: String(whole.min), max: String(whole.max) })
        : whole.kind === 'duration' && isOfItself(first)
          ? t('wrong.span', { most: durationOf(language, whole.most) })
          : t(`wrong.${shapeOf(whole, first)}`, first.length ?? first.sign ?? yearsAsText(first.years))}
    </p>
  )
}

/** Wrong by what was typed here, and not by what stands or is missing elsewhere. */
function isOfItself({ wrong }: Finding): boolean {
  return wrong !== 'needed' && wrong !== 'against'
}

/** Of several boxes in a row it is said which is the one that is empty. */
function isNameless({ kind }: Field, { wrong, at: [box] }: Finding): boolean {
  return kind === 'place' && wrong === 'needed' && box === 'name'
}

/** How it has to be written, where there is one way to write it. */
function shapeOf(
  { kind }: Field,
  { wrong, at: [box] }: Finding,
): Finding['wrong'] | 'time' | 'date' | 'degrees' {
  if (wrong !== 'shape') return wrong
  if (kind === 'time') return 'time'
  if (kind === 'date' || box === 'born') return 'date'
  // Of a place as a whole nothing else can be wrong than that one of the two is missing.
  const isDegrees = box === 'lat' || box === 'lon' || (kind === 'place' && box === undefined)
  return isDegrees ? 'degrees' : wrong
}

/** A year is no number of things: it takes no sign between its thousands. */
function yearsAsText(years: Finding['years']): Record<string, string> | undefined {
  return years && { first: String(years.first), last: String(years.last) }
}
