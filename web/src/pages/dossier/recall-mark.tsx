import { useSigned } from '../../api/session.tsx'
import type { Dossier, Rung } from '../../api/types.ts'
import type { Naming } from '../../declared/naming.ts'
import { Icon } from '../../parts/icon.tsx'
import { useOfficeName } from '../../parts/office.tsx'
import { useParty } from '../../parts/party.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { recalledCopy } from './recalled-copy.ts'

export type Recall = Dossier['retention']['recalls'][number]

interface Props {
  recall: Recall
  rung: Rung
  naming: Naming
}

/** On the act itself: who recalled what of it, and whose copy is destroyed by now. */
export function RecallMark({ recall, rung, naming }: Props) {
  const { t, named, moment } = useTexts()
  const officeName = useOfficeName()
  const nameOf = useParty()
  const { session, relation } = useSigned()
  const { side, office, time, ground, parts, reason } = recall
  const copyOf = (name: string, party: string) => {
    const copy = recalledCopy(
      rung.parts.find((part) => part.name === name),
      party,
    )
    const said = { side: nameOf(party) }
    return copy.key === 'recall.copy' ? t(copy.key, { ...said, day: moment(copy.time) }) : t(copy.key, said)
  }
  return (
    <div className="recall-mark">
      <p className="card-why">
        <Icon name="stop" size={14} />
        <span>
          {t('recall.by', { side: nameOf(side), office: officeName(office), day: moment(time) })} ·{' '}
          {t('ladder.approved')} · {named('recall-ground', ground)}
        </span>
      </p>
      {reason !== null && <p className="soft small written">{reason}</p>}
      <ul>
        {parts.map((name) => (
          <li key={name}>
            {t('value.labelled', { label: naming.part(name) })}
            {[session.side, relation.other].map((party) => copyOf(name, party)).join(' · ')}
          </li>
        ))}
      </ul>
    </div>
  )
}
