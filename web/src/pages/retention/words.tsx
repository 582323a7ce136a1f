import { LONGEST_REASON } from '@counterpart/casework'
import { lengthOf } from '../../form/length.ts'
import { LengthNote } from '../../form/length-note.tsx'
import { useTexts } from '../../text/use-texts.tsx'

export function isFitting(text: string): boolean {
  return lengthOf(text.trim()) <= LONGEST_REASON
}

/** What stands below such a text once it is nearly full, or does not fit. */
export function WordsNote({ text }: { text: string }) {
  const { t } = useTexts()
  const trimmed = text.trim()
  if (isFitting(text)) return <LengthNote text={trimmed} most={LONGEST_REASON} />
  return (
    <p className="form-wrong" role="alert">
      {t('wrong.too-long', { most: LONGEST_REASON, written: lengthOf(trimmed) })}
    </p>
  )
}
