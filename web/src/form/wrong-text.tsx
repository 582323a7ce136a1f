import type { Field } from '../api/types.ts'
import { useTexts } from '../text/use-texts.tsx'
import type { Finding } from './check.ts'

/** What is wrong with one field, by what it takes. */
export function WrongText({ field, found }: { field: Omit<Field, 'part'>; found: readonly Finding[] }) {
  const { t } = useTexts()
  const first = found[0]
  if (!first) return null
  const whole = field as Field
  return (
    <p className="form-wrong" role="alert">
      {whole.kind === 'count' && first.wrong !== 'needed'
        ? // As they are typed: the least may be a year.
          t('wrong.whole', { min: String(whole.min), max: String(whole.max) })
        : t(`wrong.${first.wrong}`, first.length)}
    </p>
  )
}
