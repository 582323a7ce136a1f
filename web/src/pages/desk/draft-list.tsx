import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { draftsQuery } from '../../api/queries.ts'
import type { Draft } from '../../api/types.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { DraftCard } from '../../form/draft-card.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { divided } from './drafts.ts'

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
  const { toDo, waits, others, back, over, waiting } = divided(drafts)
  const title = [
    ...(back > 0 ? [t('draft.back', { count: back })] : []),
    ...(waiting > 0 ? [t('draft.waiting', { count: waiting })] : []),
    ...(over > 0 ? [t('draft.over', { count: over })] : []),
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
      <Panel title={title || t('draft.others', { count: others.length })}>
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
