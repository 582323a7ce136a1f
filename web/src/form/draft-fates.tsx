import { useQuery } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { draftFateQuery, draftsQuery, endedDraftsQuery } from '../api/queries.ts'
import type { Draft, DraftFate } from '../api/types.ts'
import { RefLink } from '../parts/ref-link.tsx'
import { useTexts } from '../text/use-texts.tsx'
import { seenThrough, useSeenThrough, vanished } from './draft-known.ts'

/**
 * What became of drafts that this page showed and shows no more, though nobody was told here: the answer was lost, or somebody
 * else was faster. And on the desk of own ones that the node has ended.
 */
export function DraftFates({ dossier }: { dossier?: string }) {
  const drafts = useQuery(draftsQuery()).data
  const ended = useQuery({ ...endedDraftsQuery(), enabled: dossier === undefined }).data ?? []
  const through = useSeenThrough()
  const [before, setBefore] = useState<readonly Draft[]>([])
  const [gone, setGone] = useState<readonly Draft[]>([])
  if (drafts !== undefined && before !== drafts) {
    const more = vanished(before, drafts)
    setBefore(drafts)
    if (more.length > 0) setGone([...gone, ...more])
  }
  const told = new Set(gone.map(({ id }) => id))
  const shown = gone.filter(
    (one) =>
      !through.has(one.id) &&
      (dossier === undefined || one.dossier === dossier) &&
      !drafts?.some(({ id, mine, mayApprove }) => id === one.id && (mine || mayApprove)),
  )
  return (
    <>
      {shown.map((draft) => (
        <Vanished key={draft.id} draft={draft} />
      ))}
      {ended
        .filter(({ id }) => !told.has(id) && !through.has(id))
        .map((fate) => (
          <Told key={fate.id} id={fate.id} fate={fate} of={null} />
        ))}
    </>
  )
}

function Vanished({ draft }: { draft: Draft }) {
  const { data } = useQuery(draftFateQuery(draft.id))
  return <Told id={draft.id} fate={data ?? null} of={draft} />
}

/** In one line what is so; while nobody can say, that it is not known. */
function Told({ id, fate, of }: { id: string; fate: DraftFate | null; of: Draft | null }) {
  const { t, named, moment } = useTexts()
  const button = useRef<HTMLButtonElement>(null)
  function read(): void {
    const main = button.current?.closest('main') ?? null
    flushSync(() => seenThrough(id))
    // The button is gone; whoever goes by keys goes on with the page.
    if (button.current === null) main?.focus({ preventScroll: true })
  }
  const state = fate?.state ?? 'open'
  const dossier = fate?.recorded?.dossier ?? fate?.dossier ?? of?.dossier ?? null
  return (
    <Alert
      type={state === 'approved' ? 'success' : 'info'}
      showIcon
      className="draft-fate"
      title={named('draft-fate', state)}
      description={
        <>
          {t('draft.of', { moment: moment(fate?.created ?? of?.created ?? 0) })}
          {fate?.by &&
            ` · ${t(state === 'declined' ? 'draft.by-declined' : 'draft.by-withdrawn', { by: fate.by })}`}
          {fate?.recorded && ` · ${t('done.recorded-as', { index: fate.recorded.index })}`}
          {dossier !== null && (
            <>
              {' · '}
              <RefLink id={dossier} content={null} />
            </>
          )}
        </>
      }
      action={
        <Button ref={button} size="small" onClick={read}>
          {t('form.have-read')}
        </Button>
      }
    />
  )
}
