import type { FrameRow } from '../../api/types.ts'
import { slot } from '../../declared/slots.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { RowLines } from '../../parts/row-lines.tsx'
import { Plain } from '../../parts/said.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { ContactPoints } from './contact-points.tsx'
import type { ContactPoint, Office } from './mechanism.ts'

/** Shown above, in ways of their own. */
const SHOWN = ['code', 'party', 'level', 'name', 'parent', 'collective']

interface Props {
  mechanism: FrameRow
  office: Office
  /** The office it belongs to. */
  above: Office | undefined
  points: readonly ContactPoint[]
  tone: 'ours' | 'theirs'
  lit: 'self' | 'faced' | 'no' | null
  pinned: boolean
  onLight(code: string | null): void
  onPin(code: string): void
}

/** One office; pointing at it, or pressing it, shows whom it faces. */
export function OfficeCard(props: Props) {
  const { mechanism, office, above, points, tone, lit, pinned, onLight, onPin } = props
  const { t } = useTexts()
  const naming = useNaming()(mechanism)
  const list = slot(naming.declared, 'offices') ?? ''
  return (
    <li className={`office office-${tone}${lit === null ? '' : ` office-lit-${lit}`}`}>
      <button
        type="button"
        className="office-name"
        data-office={office.code}
        aria-pressed={pinned}
        title={t('directory.show-facing')}
        onMouseEnter={() => onLight(office.code)}
        onMouseLeave={() => onLight(null)}
        onFocus={() => onLight(office.code)}
        onBlur={() => onLight(null)}
        onClick={() => onPin(office.code)}
      >
        <span>
          <Plain value={office.name} />
        </span>
        {office.collective && <span className="chip chip-gone">{naming.row(list, 'collective')}</span>}
      </button>
      <div className="office-rest">
        {above && (
          <span className="soft">
            {t('value.labelled', { label: naming.row(list, 'parent') })}
            <Plain value={above.name} />
          </span>
        )}
        <RowLines naming={naming} list={list} row={office.row} without={SHOWN} labelled />
        <ContactPoints mechanism={mechanism} points={points} />
      </div>
    </li>
  )
}
