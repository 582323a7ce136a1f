import { lazy, Suspense, useMemo, useState } from 'react'
import { useSigned } from '../../api/session.tsx'
import type { Dossier, Draft, Rung } from '../../api/types.ts'
import { correctedBy } from '../../declared/correcting.ts'
import type { Naming } from '../../declared/naming.ts'
import { proposalsIn } from '../../declared/replaced.ts'
import { DraftCard } from '../../form/draft-card.tsx'
import type { Again } from '../../form/write-again.tsx'
import { useParty } from '../../parts/party.tsx'
import { WordChip } from '../../parts/word-chip.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { layLadder } from './ladder-layout.ts'
import { RungRow } from './rung-row.tsx'

// The form of an act is fetched once somebody wants one.
const AgainDrawer = lazy(() =>
  import('../../form/again-drawer.tsx').then((form) => ({ default: form.AgainDrawer })),
)
const WayDrawer = lazy(() => import('./way-drawer.tsx').then((way) => ({ default: way.WayDrawer })))

/** Each act a rung on the side that made it; between them what became of it. */
export function Ladder({
  dossier,
  naming,
  drafts,
}: {
  dossier: Dossier
  naming: Naming
  drafts: readonly Draft[]
}) {
  const { t } = useTexts()
  const { session } = useSigned()
  const nameOf = useParty()
  const [lit, light] = useState<string | null>(null)
  const [asked, ask] = useState<Rung | null>(null)
  const [again, write] = useState<Again | null>(null)
  const steps = useMemo(() => layLadder(dossier.rungs, session.side), [dossier.rungs, session.side])
  const corrections = useMemo(() => correctedBy(naming.declared, dossier.rungs), [naming, dossier.rungs])
  const { replaced } = useMemo(() => proposalsIn(naming.declared, dossier.rungs), [naming, dossier.rungs])
  const title = JSON.stringify(dossier.title)
  const other =
    Object.keys(dossier.numbers).find((side) => side !== session.side) ??
    dossier.rungs.find((rung) => rung.side !== session.side)?.side

  return (
    <section className="ladder" aria-label={t('ladder.title')}>
      <header className="ladder-heads">
        <h2 className="ladder-ours">
          {t('ladder.ours')} · {nameOf(session.side)}
        </h2>
        <span className="ladder-mid">{t('ladder.register')}</span>
        <h2 className="ladder-theirs">
          {other === undefined ? '' : `${nameOf(other)} · `}
          {t('ladder.theirs')}
        </h2>
      </header>
      <ol className="rungs">
        {steps.map((step) => (
          <RungRow
            key={step.rung.leaf}
            step={step}
            naming={naming}
            title={title}
            recalls={dossier.retention.recalls.filter(({ on }) => on === step.rung.leaf)}
            extension={dossier.extensions.find(({ leaf }) => leaf === step.rung.leaf) ?? null}
            corrections={[...corrections].flatMap(([by, of]) => (of === step.rung ? [by] : []))}
            corrected={corrections.get(step.rung) ?? null}
            replacedBy={replaced.get(step.rung.leaf) ?? null}
            lit={lit === step.rung.leaf}
            onLight={light}
            onAsk={ask}
          />
        ))}
        {drafts.map((draft) => (
          <li key={draft.id} className="rung rung-ours rung-line-broken rung-draft">
            <div className="rung-card">
              <DraftCard draft={draft} naming={naming} at={{ dossier, onWriteAgain: write }} />
            </div>
            <div className="rung-mid">
              <WordChip words={['drafted']} />
            </div>
          </li>
        ))}
      </ol>
      {again && (
        <Suspense>
          <AgainDrawer
            key={again.draft.id}
            again={again}
            dossier={dossier}
            naming={naming}
            onClose={() => write(null)}
          />
        </Suspense>
      )}
      {asked && (
        <Suspense>
          <WayDrawer rung={asked} naming={naming} onClose={() => ask(null)} />
        </Suspense>
      )}
    </section>
  )
}
