import { Button } from 'antd'
import { useMemo } from 'react'
import { useDeclarations } from '../../api/queries.ts'
import type { Dossier } from '../../api/types.ts'
import { dossierOf } from '../../declared/read.ts'
import { fieldsIn, slotChoice } from '../../declared/slots.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { byTime } from '../../declared/when.ts'
import { useFiling, useMayFile } from '../../form/use-filing.tsx'
import { Differing } from '../../parts/differing.tsx'
import { Fields } from '../../parts/fields.tsx'
import { FigureTable } from '../../parts/figure-table.tsx'
import { Icon } from '../../parts/icon.tsx'
import { PlayedHead } from '../../parts/played-head.tsx'
import { RecordPanel } from '../../parts/record-panel.tsx'
import { SlotPanel, TextPanel } from '../../parts/slot-panel.tsx'
import { useFrames } from '../../parts/use-frames.ts'
import { useTexts } from '../../text/use-texts.tsx'
import { contentsUnder } from '../commitments/content.ts'
import { ContentList } from '../commitments/content-list.tsx'
import { SpeaksOf } from '../commitments/speaks-of.tsx'
import { Acts } from '../dossier/acts.tsx'
import { OneDossier } from '../dossier/one-dossier.tsx'
import { Neighbours } from './neighbours.tsx'
import { StatusMark } from './status-mark.tsx'
import { Signed, Within } from './there.tsx'
import { useHeld, useMeetings } from './use-meetings.ts'

/** Shown in places of their own. */
const ELSEWHERE = ['record-id', 'title', 'names', 'kind', 'sources', 'remark', 'chairs', 'delegations']

function Shown({ dossier }: { dossier: Dossier }) {
  const { t } = useTexts()
  const { id, fields } = dossier
  const naming = useNaming()(dossier)
  const declarations = useDeclarations()
  const { of, byId } = useFrames(dossier.relation, 'meeting', 'series', 'instrument', 'commitment', 'figure')
  const meetings = useMeetings(of.meeting)
  const isHeld = useHeld(meetings)
  const { file, drawer } = useFiling()
  const [mayEnter, mayState] = [useMayFile('commitment'), useMayFile('figure')]
  const contents = useMemo(
    () => contentsUnder(id, of.commitment, declarations),
    [id, of.commitment, declarations],
  )
  const row = byId.get(id)
  const meeting = meetings.find((one) => one.id === id)
  const figures = of.figure.filter(({ under }) => under.includes(id))
  return (
    <div className="dossier meeting">
      <PlayedHead
        dossier={dossier}
        naming={naming}
        back={{ to: { page: 'meetings' }, text: t('nav.meetings') }}
        kind={(row && slotChoice(naming, row.slots, 'kind')) ?? naming.name}
      >
        {/* Its state says the rest. */}
        {meeting && (meeting.status === 'late' || meeting.heldLate) && (
          <StatusMark status={meeting.status} heldLate={meeting.heldLate} />
        )}
      </PlayedHead>
      <div className="dossier-main">
        {meeting && <Neighbours meeting={meeting} meetings={meetings} byId={byId} />}
        <section className="sheet" aria-label={t('record.says')}>
          <Fields naming={naming} fields={fields} without={fieldsIn(naming.declared, ELSEWHERE)} />
        </section>
        {row && <Differing of={row} naming={naming} />}
        <Within meetings={meetings.filter((one) => dossierOf(one.row.slots['part-of']) === id)} />
        <Signed
          instruments={of.instrument.filter(({ under }) => under.includes(id)).toSorted(byTime)}
          contents={of.commitment}
        />
        <ContentList contents={contents} isHeld={isHeld} onFile={(content) => file({ dossier: content })} />
        {figures.length > 0 && (
          <section className="sheet" aria-labelledby="figures">
            <h2 id="figures">{t('meeting.figures')}</h2>
            <FigureTable items={figures} />
          </section>
        )}
        {(mayEnter || mayState) && (
          <p className="enter">
            {mayEnter && (
              <Button
                icon={<Icon name="plus" size={13} />}
                onClick={() => file({ dossier: id }, { plays: 'commitment' })}
              >
                {t('content.enter')}
              </Button>
            )}
            {mayState && (
              <Button
                icon={<Icon name="plus" size={13} />}
                onClick={() => file({ dossier: id }, { plays: 'figure' })}
              >
                {t('figure.enter')}
              </Button>
            )}
          </p>
        )}
        <SpeaksOf contents={of.commitment.filter(({ slots }) => dossierOf(slots.about) === id)} />
      </div>
      <aside className="dossier-side">
        <Acts dossier={dossier} naming={naming} />
        <SlotPanel name="chairs" naming={naming} fields={fields} />
        <SlotPanel name="delegations" naming={naming} fields={fields} />
        <SlotPanel name="names" naming={naming} fields={fields} />
        <SlotPanel name="sources" naming={naming} fields={fields} />
        <TextPanel name="remark" naming={naming} fields={fields} />
        <RecordPanel dossier={dossier} naming={naming} />
      </aside>
      {drawer}
    </div>
  )
}

export function MeetingPage({ id }: { id: string }) {
  return <OneDossier id={id}>{(dossier) => <Shown dossier={dossier} />}</OneDossier>
}
