import type { Naming } from '../declared/naming.ts'
import type { Slots } from '../declared/read.ts'
import { binds, slotChoice } from '../declared/slots.ts'

/** What kind of word it is: whole where it binds both sides, broken where it does not. */
export function NatureChip({ slots, naming }: { slots: Slots; naming: Naming }) {
  const nature = slotChoice(naming, slots, 'nature')
  if (nature === null) return null
  return <span className={binds(naming.declared, slots) ? 'nature nature-binding' : 'nature'}>{nature}</span>
}
