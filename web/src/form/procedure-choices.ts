/** Many procedures to choose from, in the order in which one looks for them. */
import type { Declared } from '../api/types.ts'
import type { Language } from '../text/catalogue.ts'

/** One way to open a dossier. */
export interface Chosen {
  declared: Declared
  act: string
}

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

/** The name by which a choice is known while the list around it changes: a place in the list would then be another choice. */
export function nameOfChoice({ declared, act }: Chosen): string {
  return `${declared.digest} ${act}`
}

/**
 * What was picked; where there is but one, nobody has to pick. It stays when it may not be opened any more: what was written
 * into its form would be lost with it.
 */
export function choiceOf(choices: readonly Chosen[], picked: Chosen | null): Chosen | undefined {
  if (picked === null) return choices.length === 1 ? choices[0] : undefined
  return choiceNamed(choices, nameOfChoice(picked)) ?? picked
}

export function choiceNamed(choices: readonly Chosen[], name: string): Chosen | undefined {
  return choices.find((one) => nameOfChoice(one) === name)
}
