import { useSigned } from '../../api/session.tsx'
import type { Dossier } from '../../api/types.ts'
import type { Naming } from '../../declared/naming.ts'
import type { Slots } from '../../declared/read.ts'
import { slotChoice } from '../../declared/slots.ts'
import { useParty } from '../../parts/party.tsx'
import { Said } from '../../parts/said.tsx'
import { useTexts } from '../../text/use-texts.tsx'

interface Props {
  dossier: Dossier
  slots: Slots
  naming: Naming
}

/** What each side says became of it: both beside each other, neither above the other. */
export function Assessments({ dossier, slots, naming }: Props) {
  const { t } = useTexts()
  const { session, relation } = useSigned()
  const nameOf = useParty()
  const { keeper } = dossier
  const sides = [session.side, relation.other]
  return (
    <section className="sheet" aria-labelledby="assessments">
      <h2 id="assessments">{t('commitment.assessments')}</h2>
      <div className="two-sides">
        {sides.map((side) => {
          const role = side === keeper ? 'keeper' : 'guest'
          const choice = slotChoice(naming, slots, `${role}-assessment`)
          const words = slots[`${role}-assessment-words`]
          return (
            <div key={side} className={side === session.side ? 'side-ours' : 'side-theirs'}>
              <h3>{nameOf(side)}</h3>
              <p className={choice === null ? 'soft' : 'assessed'}>
                {choice ?? t('commitment.not-assessed')}
              </p>
              {words !== undefined && (
                <p>
                  <Said value={words} />
                </p>
              )}
            </div>
          )
        })}
      </div>
    </section>
  )
}
