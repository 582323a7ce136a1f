import type { OperatedRelation, Operation } from '../../api/types.ts'
import { Panel } from '../../parts/panel.tsx'
import { useParty } from '../../parts/party.tsx'
import { useTexts } from '../../text/use-texts.tsx'

function One({ relation: { other, stored } }: { relation: OperatedRelation }) {
  const { t, moment } = useTexts()
  const nameOf = useParty()
  const late = stored?.late
  const said = (side: 'ours' | 'theirs') => {
    const of = late?.[side]
    return of && of.since !== null ? t(`destroying.${side}`, { count: of.count, at: moment(of.since) }) : null
  }
  const all = [said('ours'), said('theirs')].filter((line) => line !== null)
  return (
    <Panel title={t('destroying.title', { party: nameOf(other) })}>
      {late === undefined && <p className="alarm-what">{t('operation.not-read')}</p>}
      {late !== undefined && all.length === 0 && <p className="alarm-none">{t('destroying.none')}</p>}
      {all.map((line) => (
        <p key={line} className="damage-open">
          {line}
        </p>
      ))}
    </Panel>
  )
}

/** Both sides destroy what is over, and say so: who has not. */
export function DestroyingSection({ operation }: { operation: Operation }) {
  return operation.relations.map((relation) => <One key={relation.id} relation={relation} />)
}
