import type { Dossier } from '../api/types.ts'
import type { Naming } from '../declared/naming.ts'
import { useOfficeName } from '../parts/office.tsx'
import { LogIndex, SideWord, useParty } from '../parts/party.tsx'
import { useTexts } from '../text/use-texts.tsx'
import type { Came } from './came.ts'
import { useKeptUntil } from './use-kept-until.ts'

interface Props {
  dossier: Dossier
  recall: Came['recalls'][number]
  naming: Naming
}

/** What was called back of which act, and why, without the page behind the form. */
export function CameRecall({ dossier, recall, naming }: Props) {
  const { t, named, moment, allOf } = useTexts()
  const officeName = useOfficeName()
  const nameOf = useParty()
  const { on, side, office, time, ground, parts, reason } = recall
  const rung = dossier.rungs.find(({ leaf }) => leaf === on)
  const by = { side: nameOf(side), office: officeName(office), day: moment(time) }
  return (
    <li>
      {t('value.labelled', { label: t('retention.recalled') })}
      <a href={`/dossiers/${dossier.id}#rung-${on}`} target="_blank" rel="noopener">
        {rung?.act ? naming.done(rung.act) : t('ladder.unreadable')}{' '}
        {rung && <LogIndex side={rung.side} index={rung.index} />}
      </a>
      <p className="small">
        {allOf(parts.map(naming.part))} · {t('recall.by', by)} · {named('recall-ground', ground)}
      </p>
      {reason !== null && <p className="soft small written">{reason}</p>}
    </li>
  )
}

/** Who wants it kept since, or no longer. */
export function CameStay({ stay: { side, ground, until } }: { stay: Came['stays'][number] }) {
  const { named } = useTexts()
  const keptUntil = useKeptUntil()
  return (
    <li>
      <SideWord party={side} /> {named('stay-ground', ground)} · {keptUntil(until)}
    </li>
  )
}
