import type { Handling } from '../api/types.ts'
import { useTexts } from '../text/use-texts.tsx'

/** How whoever holds it may use it: the code, and what that forbids. */
export function HandlingChip({ handling }: { handling: Handling }) {
  const { t, named } = useTexts()
  return (
    <span className={`chip handling-${handling}`} title={t('form.handling')}>
      {handling} {named('handling', handling)}
    </span>
  )
}
