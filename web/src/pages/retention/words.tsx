import { lengthOf } from '../../form/length.ts'
import { LengthNote } from '../../form/length-note.tsx'
import { useTexts } from '../../text/use-texts.tsx'

/** The longest reason of a recall and reference of a decision that the node takes. */
const MOST = 400

export function isFitting(text: string): boolean {
  return lengthOf(text.trim()) <= MOST
}

/** What stands below such a text once it is nearly full, or does not fit. */
export function WordsNote({ text }: { text: string }) {
  const { t } = useTexts()
  const trimmed = text.trim()
  if (isFitting(text)) return <LengthNote text={trimmed} most={MOST} />
  return (
    <p className="form-wrong" role="alert">
      {t('wrong.too-long', { most: MOST, written: lengthOf(trimmed) })}
    </p>
  )
}
