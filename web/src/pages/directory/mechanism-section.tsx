import type { FrameRow } from '../../api/types.ts'
import { fieldsIn } from '../../declared/slots.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { Differing } from '../../parts/differing.tsx'
import { Fields } from '../../parts/fields.tsx'
import { Plain, Said, Versions } from '../../parts/said.tsx'
import { SlotDetails } from '../../parts/slot-panel.tsx'
import { Link } from '../../route/use-route.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { FacingMap } from './facing-map.tsx'
import { FacingTable } from './facing-table.tsx'

/** Shown in places of their own. */
const ELSEWHERE = ['record-id', 'title', 'sources', 'levels', 'offices', 'facing', 'contact-points']

interface Props {
  mechanism: FrameRow
  /** The instruments that found it. */
  founders: readonly FrameRow[]
}

/** One mechanism: what it is for, who meets whom in it, and on which ground it stands. */
export function MechanismSection({ mechanism, founders }: Props) {
  const { t } = useTexts()
  const naming = useNaming()(mechanism)
  const heading = `mechanism-${mechanism.id}`
  return (
    <section id={mechanism.id} tabIndex={-1} className="sheet mechanism" aria-labelledby={heading}>
      <Versions of={mechanism.title}>
        {(choice) => (
          <header className="sheet-head">
            <h2 id={heading}>
              <Said value={mechanism.title} />
            </h2>
            {choice}
          </header>
        )}
      </Versions>
      <div className="facts">
        <span className="stage">{naming.state(mechanism.state)}</span>
        {founders.map((one) => (
          <span key={one.id}>
            {t('directory.founded-by')}{' '}
            <Link to={{ page: 'instrument', id: one.id }}>
              <Plain value={one.title} />
            </Link>
          </span>
        ))}
        <Link to={{ page: 'dossier', id: mechanism.id }}>{t('record.ladder')}</Link>
        <Link to={{ page: 'review', of: { within: mechanism.id } }}>{t('review.of-this')}</Link>
      </div>
      <Fields naming={naming} fields={mechanism.fields} without={fieldsIn(naming.declared, ELSEWHERE)} />
      <FacingMap mechanism={mechanism} />
      <FacingTable mechanism={mechanism} />
      <Differing of={mechanism} naming={naming} />
      <SlotDetails name="sources" naming={naming} fields={mechanism.fields} />
    </section>
  )
}
