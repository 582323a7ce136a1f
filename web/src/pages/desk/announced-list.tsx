import { useQuery } from '@tanstack/react-query'
import { announcedQuery, lateQuery } from '../../api/queries.ts'
import type { Announced } from '../../api/types.ts'
import type { NamingFor } from '../../declared/use-naming.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { Fields } from '../../parts/fields.tsx'
import { HandlingChip } from '../../parts/handling-chip.tsx'
import { OfficeName } from '../../parts/office.tsx'
import { Panel } from '../../parts/panel.tsx'
import { RefLink } from '../../parts/ref-link.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { instantOf } from '../../time/instant.ts'

function AnnouncedCard({ one, namingFor, own }: { one: Announced; namingFor: NamingFor; own: boolean }) {
  const { moment } = useTexts()
  const naming = namingFor(one)
  return (
    <article className={`card ${own ? 'card-ours' : 'card-theirs'} card-draft`}>
      <header className="draft-head">
        <div>
          <h3>{naming.done(one.act)}</h3>
          <p className="card-who">
            <OfficeName code={one.office} />
            <time dateTime={instantOf(one.written).toISOString()}>{moment(one.written)}</time>
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
  const announced = useQuery(announcedQuery(relation)).data ?? []
  const title = t('announced.waiting', { count: announced.length })
  return <ActList title={title} note={t('announced.means')} acts={announced} own={false} />
}

/** What our own officers did on a machine that was lost: nobody has it in the register, so it is done again. */
export function LateList({ relation }: { relation: string }) {
  const { t } = useTexts()
  const late = useQuery(lateQuery(relation)).data ?? []
  return (
    <ActList title={t('late.again', { count: late.length })} note={t('late.means')} acts={late} own={true} />
  )
}

function ActList(shown: { title: string; note: string; acts: readonly Announced[]; own: boolean }) {
  const namingFor = useNaming()
  const { title, note, acts, own } = shown
  if (acts.length === 0) return null
  return (
    <div className="drafts">
      <Panel title={title}>
        <p className="panel-note">{note}</p>
        <div className="draft-cards">
          {acts.map((one) => (
            <AnnouncedCard key={one.leaf} one={one} namingFor={namingFor} own={own} />
          ))}
        </div>
      </Panel>
    </div>
  )
}
