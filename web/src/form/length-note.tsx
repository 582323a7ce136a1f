import { useTexts } from '../text/use-texts.tsx'
import { isNearMost, lengthOf } from './length.ts'

/** How much of a text fits, once it is nearly full. Nothing is cut: what is too long is said, and not sent. */
export function LengthNote({ text, most }: { text: string; most: number }) {
  const { t } = useTexts()
  if (!isNearMost(text, most)) return null
  const written = lengthOf(text)
  return (
    <span className={written > most ? 'length-note length-note-over' : 'length-note'}>
      {t('form.length', { written, most })}
    </span>
  )
}
