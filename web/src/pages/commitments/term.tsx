import type { Naming } from '../../declared/naming.ts'
import type { Slots } from '../../declared/read.ts'
import { slotChoice } from '../../declared/slots.ts'
import { PartialDate } from '../../parts/partial-date.tsx'
import { Plain } from '../../parts/said.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import type { TimeStand } from './content.ts'

/** Until when: the kind of term, its date or its condition, and whether its time is over. */
export function Term({ slots, naming, stand }: { slots: Slots; naming: Naming; stand: TimeStand }) {
  const { t } = useTexts()
  return (
    <span className="term">
      {slotChoice(naming, slots, 'term')}
      {slots.until !== undefined && (
        <>
          {' · '}
          <PartialDate value={slots.until} />
        </>
      )}
      {slots.condition !== undefined && (
        <>
          {' · '}
          <Plain value={slots.condition} />
        </>
      )}
      {stand === 'late' && <span className="mark mark-late">{t('commitment.late')}</span>}
      {stand === 'over' && <span className="mark">{t('commitment.over')}</span>}
    </span>
  )
}
