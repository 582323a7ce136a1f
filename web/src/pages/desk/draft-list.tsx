import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { draftsQuery } from '../../api/queries.ts'
import type { Draft } from '../../api/types.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { DraftCard } from '../../form/draft-card.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useTexts } from '../../text/use-texts.tsx'

const OpenAgain = lazy(() =>
  import('../../form/open-again.tsx').then((form) => ({ default: form.OpenAgain })),
)

const FEW = 2

/** What waits for a second person: mine to approve first, then mine to be approved, then what nobody may approve any more; what is neither, out of sight. */
export function DraftList() {
  const { t } = useTexts()
  const naming = useNaming()
  const drafts = useQuery(draftsQuery()).data ?? []
  const [again, write] = useState<Draft | null>(null)
  if (drafts.length === 0 && !again) return null
  const sorted = drafts.toSorted(
    (a, b) =>
      Number(isOver(a)) - Number(isOver(b)) ||
      Number(b.mayApprove) - Number(a.mayApprove) ||
      a.created - b.created,
  )
  const own = sorted.filter(({ mine, mayApprove }) => mine || mayApprove)
  // What waits for somebody else does not stand above what waits for this officer.
  const waits = own.filter((one) => !one.mayApprove && !isOver(one))
  const toDo = own.filter((one) => !waits.includes(one))
  const others = sorted.filter((one) => !own.includes(one))
  const waiting = drafts.filter((one) => !isOver(one)).length
  const back = drafts.length - waiting
  const title = [
    ...(back > 0 ? [t('draft.back', { count: back })] : []),
    ...(waiting > 0 ? [t('draft.waiting', { count: waiting })] : []),
  ].join(' · ')
  const cards = (some: readonly Draft[]) => (
    <div className="draft-cards">
      {some.map((draft) => (
        <DraftCard
          key={draft.id}
          draft={draft}
          naming={naming({ procedure: draft.procedure })}
          onOpenAgain={write}
        />
      ))}
    </div>
  )
  return (
    <div className="drafts">
      <Panel title={title}>
        {toDo.length > 0 && cards(toDo)}
        {waits.length > 0 && (
          <details open={waits.length <= FEW}>
            <summary className="soft">{t('draft.own-waiting', { count: waits.length })}</summary>
            {cards(waits)}
          </details>
        )}
        {others.length > 0 && (
          <details>
            <summary className="soft">{t('draft.others', { count: others.length })}</summary>
            {cards(others)}
          </details>
        )}
      </Panel>
      {again && (
        <Suspense>
          <OpenAgain key={again.id} draft={again} onClose={() => write(null)} />
        </Suspense>
      )}
    </div>
  )
}

/** Nobody may approve it any more. */
function isOver({ outdated, declined }: Draft): boolean {
  return outdated || declined !== null
}
