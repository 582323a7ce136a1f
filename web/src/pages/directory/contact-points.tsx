import type { FrameRow } from '../../api/types.ts'
import { wordsOf } from '../../declared/read.ts'
import { slot } from '../../declared/slots.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { Chips } from '../../parts/chips.tsx'
import { OfficeName } from '../../parts/office.tsx'
import { DateSpan } from '../../parts/partial-date.tsx'
import { Plain } from '../../parts/said.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import type { ContactPoint } from './mechanism.ts'

/** Columns that are shown here each in its own way. */
const LIST = 'contact-points'

interface Props {
  mechanism: FrameRow
  points: readonly ContactPoint[]
  /** With the office, where the office does not stand above. */
  named?: boolean
}

/** The posts that speak for an office: for which areas, since when, and whether today. */
export function ContactPoints({ mechanism, points, named = false }: Props) {
  const { t } = useTexts()
  const naming = useNaming()(mechanism)
  const list = slot(naming.declared, LIST) ?? LIST
  if (points.length === 0) return null
  return (
    <ul className="points">
      {points.map(({ office, row, valid, substitute }) => (
        <li key={JSON.stringify(row)} className={valid ? 'point' : 'point point-past'}>
          <span>
            {named && <OfficeName code={office} />}
            <Plain value={row.post} />
            {substitute && <span className="chip">{naming.row(list, 'substitute')}</span>}
            {valid && <span className="mark mark-done">{t('directory.valid-today')}</span>}
          </span>
          <span className="soft small">
            {row.until === undefined ? (
              <>
                {t('directory.since')} <DateSpan from={row.from} until={undefined} />
              </>
            ) : (
              <DateSpan from={row.from} until={row.until} />
            )}
          </span>
          <Chips words={wordsOf(row.area).map((one) => naming.choice('area', one))} />
        </li>
      ))}
    </ul>
  )
}
