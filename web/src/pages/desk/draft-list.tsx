import { useQuery } from '@tanstack/react-query'
import { draftsQuery } from '../../api/queries.ts'
import type { Draft } from '../../api/types.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { DraftCard } from '../../form/draft-card.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useTexts } from '../../text/use-texts.tsx'

/** What waits for a second person: mine to approve first, then mine to be approved, then what nobody may approve any more; what is neither, out of sight. */
export function DraftList() {
  const { t } = useTexts()
  const naming = useNaming()
  const drafts = useQuery(draftsQuery()).data ?? []
  if (drafts.length === 0) return null
  const sorted = drafts.toSorted(
    (a, b) =>
      Number(a.outdated) - Number(b.outdated) ||
      Number(b.mayApprove) - Number(a.mayApprove) ||
      a.created - b.created,
  )
  const own = sorted.filter(({ mine, mayApprove }) => mine || mayApprove)
  const others = sorted.filter((one) => !own.includes(one))
  const cards = (some: readonly Draft[]) => (
    <div className="draft-cards">
      {some.map((draft) => (
        <DraftCard key={draft.id} draft={draft} naming={naming({ procedure: draft.procedure })} />
      ))}
    </div>
  )
  return (
    <div className="drafts">
      <Panel title={t('draft.waiting', { count: drafts.filter(({ outdated }) => !outdated).length })}>
        {own.length > 0 && cards(own)}
        {others.length > 0 && (
          <details>
            <summary className="soft">{t('draft.others', { count: others.length })}</summary>
            {cards(others)}
          </details>
        )}
      </Panel>
    </div>
  )
}
