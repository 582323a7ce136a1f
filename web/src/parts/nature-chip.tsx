import type { Naming } from '../declared/naming.ts'
import { binds, type Content, slotChoice } from '../declared/slots.ts'

/** What kind of word it is: whole where it binds both sides, broken where it does not. */
export function NatureChip({ of, naming }: { of: Content; naming: Naming }) {
  const nature = slotChoice(naming, of.slots, 'nature')
  if (nature === null) return null
  return <span className={binds(naming.declared, of) ? 'nature nature-binding' : 'nature'}>{nature}</span>
}
