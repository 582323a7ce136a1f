import { Button } from 'antd'
import { useMemo } from 'react'
import { useDeclarations } from '../../api/queries.ts'
import type { Dossier } from '../../api/types.ts'
import { dossierOf } from '../../declared/read.ts'
import { fieldsIn, slotChoice } from '../../declared/slots.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { useFiling, useMayFile } from '../../form/use-filing.tsx'
import { Differing } from '../../parts/differing.tsx'
import { Fields } from '../../parts/fields.tsx'
import { Icon } from '../../parts/icon.tsx'
import { PlayedHead } from '../../parts/played-head.tsx'
import { useFrames } from '../../parts/use-frames.ts'
import { useTexts } from '../../text/use-texts.tsx'
import { contentsUnder } from '../commitments/content.ts'
import { ContentList } from '../commitments/content-list.tsx'
import { SpeaksOf } from '../commitments/speaks-of.tsx'
import { OneDossier } from '../dossier/one-dossier.tsx'
import { useHeld, useMeetings } from '../meetings/use-meetings.ts'
import { Chain } from './chain.tsx'
import { InstrumentSide } from './instrument-side.tsx'
import { Likenesses } from './likenesses.tsx'
import { useInstruments } from './use-instruments.ts'

/** Shown in places of their own. */
const ELSEWHERE = [
  'record-id',
  'title',
  'titles',
  'kind',
  'sources',
  'remark',
  'parents',
  'signatories',
  'signed-by',
  'chairs',
]

function Shown({ dossier }: { dossier: Dossier }) {
  const { t } = useTexts()
  const naming = useNaming()(dossier)
  const declarations = useDeclarations()
  const { of, byId } = useFrames(dossier.relation, 'instrument', 'commitment', 'meeting')
  const all = useInstruments(of.instrument)
  const isHeld = useHeld(useMeetings(of.meeting))
  const mayEnter = useMayFile('commitment')
  const { file, drawer } = useFiling()
  const contents = useMemo(
    () => contentsUnder(dossier.id, of.commitment, declarations),
    [dossier.id, of.commitment, declarations],
  )
  const instrument = all.get(dossier.id)
  const row = byId.get(dossier.id)
  return (
    <div className="dossier instrument">
      <PlayedHead
        dossier={dossier}
        naming={naming}
        back={{ to: { page: 'instruments' }, text: t('instrument.page') }}
        kind={(row && slotChoice(naming, row.slots, 'kind')) ?? naming.name}
      />
      <div className="dossier-main">
        <section className="sheet" aria-label={t('record.says')}>
          <Fields naming={naming} fields={dossier.fields} without={fieldsIn(naming.declared, ELSEWHERE)} />
        </section>
        {instrument && <Chain instrument={instrument} all={all} />}
        {instrument && <Likenesses instrument={instrument} all={all} />}
        {row && <Differing of={row} naming={naming} />}
        <ContentList contents={contents} isHeld={isHeld} onFile={(id) => file({ dossier: id })} />
        {mayEnter && (
          <p className="enter">
            <Button
              icon={<Icon name="plus" size={13} />}
              onClick={() => file({ dossier: dossier.id }, { plays: 'commitment' })}
            >
              {t('content.enter')}
            </Button>
          </p>
        )}
        <SpeaksOf contents={of.commitment.filter(({ slots }) => dossierOf(slots.about) === dossier.id)} />
      </div>
      <InstrumentSide dossier={dossier} naming={naming} />
      {drawer}
    </div>
  )
}

export function InstrumentPage({ id }: { id: string }) {
  return <OneDossier id={id}>{(dossier) => <Shown dossier={dossier} />}</OneDossier>
}
