import { useQuery } from '@tanstack/react-query'
import { announcedQuery } from '../../api/queries.ts'
import type { Announced } from '../../api/types.ts'
import type { NamingFor } from '../../declared/use-naming.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { Fields } from '../../parts/fields.tsx'
import { HandlingChip } from '../../parts/handling-chip.tsx'
import { OfficeName } from '../../parts/office.tsx'
import { Panel } from '../../parts/panel.tsx'
import { RefLink } from '../../parts/ref-link.tsx'
import { useTexts } from '../../text/use-texts.tsx'

function AnnouncedCard({ one, namingFor }: { one: Announced; namingFor: NamingFor }) {
  const { moment } = useTexts()
  const naming = namingFor(one)
  return (
    <article className="card card-theirs card-draft">
      <header className="draft-head">
        <div>
          <h3>{naming.done(one.act)}</h3>
          <p className="card-who">
            <OfficeName code={one.office} />
            <time dateTime={new Date(one.written * 1000).toISOString()}>{moment(one.written)}</time>
            <HandlingChip handling={one.handling} />
            {one.dossier === null ? <span>{naming.name}</span> : <RefLink id={one.dossier} content={null} />}
          </p>
        </div>
      </header>
      <Fields naming={naming} fields={one.fields} first={6} />
    </article>
  )
}

/** What came before its turn: to be read now, and to be answered once it is in the register. */
export function AnnouncedList({ relation }: { relation: string }) {
  const { t } = useTexts()
  const namingFor = useNaming()
  const announced = useQuery(announcedQuery(relation)).data ?? []
  if (announced.length === 0) return null
  return (
    <div className="drafts">
      <Panel title={t('announced.waiting', { count: announced.length })}>
        <p className="panel-note">{t('announced.means')}</p>
        <div className="draft-cards">
          {announced.map((one) => (
            <AnnouncedCard key={one.leaf} one={one} namingFor={namingFor} />
          ))}
        </div>
      </Panel>
    </div>
  )
}
