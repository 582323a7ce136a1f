import type { Naming } from '../../declared/naming.ts'
import type { Slots } from '../../declared/read.ts'
import { slotChoice } from '../../declared/slots.ts'
import { useTexts } from '../../text/use-texts.tsx'

/** The number of a meeting in its series, and how it is known. */
export function Ordinal({ slots, naming }: { slots: Slots; naming: Naming }) {
  const { number } = useTexts()
  if (typeof slots.ordinal !== 'number') return <span className="soft">—</span>
  return (
    <>
      <b className="ordinal">{number(slots.ordinal)}</b>
      <span className="under-line">{slotChoice(naming, slots, 'ordinal-basis')}</span>
    </>
  )
}
