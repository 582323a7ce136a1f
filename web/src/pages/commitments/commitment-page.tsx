import type { Dossier } from '../../api/types.ts'
import { dossierOf } from '../../declared/read.ts'
import { binds, fieldsIn } from '../../declared/slots.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { useFiling } from '../../form/use-filing.tsx'
import { Differing } from '../../parts/differing.tsx'
import { Fields } from '../../parts/fields.tsx'
import { FigureTable } from '../../parts/figure-table.tsx'
import { NatureChip } from '../../parts/nature-chip.tsx'
import { PlayedHead } from '../../parts/played-head.tsx'
import { RecordPanel } from '../../parts/record-panel.tsx'
import { SlotPanel, TextPanel } from '../../parts/slot-panel.tsx'
import { useFrames } from '../../parts/use-frames.ts'
import { useTexts } from '../../text/use-texts.tsx'
import { useToday } from '../../time/use-now.ts'
import { Acts } from '../dossier/acts.tsx'
import { OneDossier } from '../dossier/one-dossier.tsx'
import { useHeld, useMeetings } from '../meetings/use-meetings.ts'
import { Assessments } from './assessments.tsx'
import { timeStand } from './content.ts'
import { Evidence } from './evidence.tsx'
import { StandsIn } from './stands-in.tsx'

/** Shown in places of their own. */
const ELSEWHERE = [
  'record-id',
  'title',
  'sources',
  'remark',
  'nature',
  'keeper-assessment',
  'keeper-assessment-words',
  'guest-assessment',
  'guest-assessment-words',
]

function Shown({ dossier }: { dossier: Dossier }) {
  const { t } = useTexts()
  const naming = useNaming()(dossier)
  const { of, byId } = useFrames(dossier.relation, 'commitment', 'figure', 'meeting')
  const { file, drawer } = useFiling()
  const isHeld = useHeld(useMeetings(of.meeting))
  const today = useToday()
  const row = byId.get(dossier.id)
  const slots = row?.slots ?? {}
  const binding = row !== undefined && binds(naming.declared, row)
  const stand = timeStand(slots, today, isHeld(dossierOf(slots.about) ?? ''), binding)
  const figures = of.figure.filter(({ under }) => under.includes(dossier.id))
  return (
    <div className="dossier commitment">
      <PlayedHead
        dossier={dossier}
        naming={naming}
        back={{ to: { page: 'instruments' }, text: t('instrument.page') }}
        kind={naming.name}
        long
      >
        {row && (
          <>
            <NatureChip of={row} naming={naming} />
            <span>{t(binding ? 'commitment.binds' : 'commitment.does-not-bind')}</span>
          </>
        )}
        {stand === 'late' && <span className="mark mark-late">{t('commitment.late')}</span>}
        {stand === 'over' && <span className="mark">{t('commitment.over')}</span>}
      </PlayedHead>
      <div className="dossier-main">
        <section className="sheet" aria-label={t('record.says')}>
          <Fields naming={naming} fields={dossier.fields} without={fieldsIn(naming.declared, ELSEWHERE)} />
        </section>
        {row && <Differing of={row} naming={naming} />}
        {binding && <Assessments dossier={dossier} slots={slots} naming={naming} />}
        <Evidence dossier={dossier} binding={binding} onFile={() => file({ dossier: dossier.id })} />
        {figures.length > 0 && (
          <section className="sheet" aria-labelledby="figures">
            <h2 id="figures">{t('commitment.figures')}</h2>
            <FigureTable items={figures} />
          </section>
        )}
      </div>
      <aside className="dossier-side">
        <Acts dossier={dossier} naming={naming} />
        <StandsIn dossier={dossier} />
        <SlotPanel name="sources" naming={naming} fields={dossier.fields} />
        <TextPanel name="remark" naming={naming} fields={dossier.fields} />
        <RecordPanel dossier={dossier} naming={naming} />
      </aside>
      {drawer}
    </div>
  )
}

export function CommitmentPage({ id }: { id: string }) {
  return <OneDossier id={id}>{(dossier) => <Shown dossier={dossier} />}</OneDossier>
}
