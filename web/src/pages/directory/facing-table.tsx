import { useState } from 'react'
import type { FrameRow } from '../../api/types.ts'
import { slot, slotLabel } from '../../declared/slots.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { Chips } from '../../parts/chips.tsx'
import { Icon } from '../../parts/icon.tsx'
import { OfficeName } from '../../parts/office.tsx'
import { Plain } from '../../parts/said.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { facingsOf, officesOf } from './mechanism.ts'

/** As the mechanism calls it; one that it only faces has the name that it has elsewhere. */
function Named({ code, names }: { code: string; names: ReadonlyMap<string, unknown> }) {
  return names.has(code) ? <Plain value={names.get(code)} /> : <OfficeName code={code} />
}

/** Who faces whom as a table: always there for whoever cannot see lines, and on paper. */
export function FacingTable({ mechanism }: { mechanism: FrameRow }) {
  const { t } = useTexts()
  const naming = useNaming()(mechanism)
  const [open, setOpen] = useState(false)
  const facings = facingsOf(mechanism.slots)
  const list = slot(naming.declared, 'facing') ?? ''
  const names = new Map(officesOf(mechanism.slots).map(({ code, name }) => [code, name]))
  if (facings.length === 0) return null
  return (
    <div className="facing-as-table">
      <button type="button" className="quiet small" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? 'down' : 'right'} size={13} /> {t('directory.as-table')}
      </button>
      <div className={open ? 'rows-scroll' : 'unseen'}>
        <table className="rows">
          <caption className="unseen">{slotLabel(naming, 'facing')}</caption>
          <thead>
            <tr>
              <th scope="col">{naming.row(list, 'one')}</th>
              <th scope="col">{naming.row(list, 'other')}</th>
              <th scope="col">{naming.row(list, 'area')}</th>
            </tr>
          </thead>
          <tbody>
            {facings.map(({ one, other, areas }) => (
              <tr key={`${one} ${other} ${areas.join(' ')}`}>
                <th scope="row">
                  <Named code={one} names={names} />
                </th>
                <td>
                  <Named code={other} names={names} />
                </td>
                <td>
                  {areas.length === 0 ? (
                    <span className="soft">{t('directory.all-areas')}</span>
                  ) : (
                    <Chips words={areas.map((area) => naming.choice('area', area))} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}
