import type { OperatedRelation, Operation } from '../../api/types.ts'
import { LineDetails } from '../../parts/line-details.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useParty } from '../../parts/party.tsx'
import { useTexts } from '../../text/use-texts.tsx'

function One({ relation: { other, line, start } }: { relation: OperatedRelation }) {
  const { t, named } = useTexts()
  const nameOf = useParty()
  return (
    <Panel title={t('line.with', { party: nameOf(other) })}>
      <p className={`line-word line-${line.held !== null ? 'held' : line.state}`}>
        <span className="line-dot" aria-hidden="true" /> {t(`line.${line.state}`)}
      </p>
      {start !== 'confirmed' && <p className="alarm-what">{named('start', start)}</p>}
      <LineDetails line={line} />
    </Panel>
  )
}

/** The line to each counterpart: last contact, lag, clocks, and why nothing gets through. */
export function LineSection({ operation }: { operation: Operation }) {
  return operation.relations.map((relation) => <One key={relation.id} relation={relation} />)
}
