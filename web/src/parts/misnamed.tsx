import { falseEnding } from '../declared/misnamed.ts'
import { useTexts } from '../text/use-texts.tsx'
import { Icon } from './icon.tsx'

/** Beside the name of a file: that it is not what it is called. */
export function Misnamed({ name, type }: { name: string | null; type: string | null }) {
  const { t } = useTexts()
  const ending = falseEnding(name, type)
  if (ending === null) return null
  return (
    <span className="due-late">
      <Icon name="stop" size={13} /> {t('file.misnamed', { ending: ending.toUpperCase() })}
    </span>
  )
}
