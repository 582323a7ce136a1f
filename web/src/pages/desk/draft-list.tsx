import { useQuery } from '@tanstack/react-query'
import { draftsQuery } from '../../api/queries.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { DraftCard } from '../../form/draft-card.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useTexts } from '../../text/use-texts.tsx'

/** What waits for a second person: mine to approve first, then mine to be approved. */
export function DraftList() {
  const { t } = useTexts()
  const naming = useNaming()
  const drafts = useQuery(draftsQuery()).data ?? []
  if (drafts.length === 0) return null
  const sorted = drafts.toSorted(
    (a, b) => Number(b.mayApprove) - Number(a.mayApprove) || a.created - b.created,
  )
  return (
    <div className="drafts">
      <Panel title={t('draft.waiting', { count: drafts.length })}>
        <div className="draft-cards">
          {sorted.map((draft) => (
            <DraftCard key={draft.id} draft={draft} naming={naming({ procedure: draft.procedure })} linked />
          ))}
        </div>
      </Panel>
    </div>
  )
}
