/** Many procedures to choose from, in the order in which one looks for them. */
import type { Language } from '../text/catalogue.ts'

interface Choice {
  label: string
  isWork: boolean
}

/** What both sides work on, and what they keep on record; each as the language sorts it. */
export function groupChoices<C extends Choice>(
  choices: readonly C[],
  language: Language,
): { work: C[]; record: C[] } {
  const order = new Intl.Collator(language)
  const sorted = choices.toSorted((a, b) => order.compare(a.label, b.label))
  return { work: sorted.filter(({ isWork }) => isWork), record: sorted.filter(({ isWork }) => !isWork) }
}
