import type { FrameRow } from '../api/types.ts'
import type { Naming } from '../declared/naming.ts'
import { slot, slotField, slotLabel } from '../declared/slots.ts'
import { useTexts } from '../text/use-texts.tsx'
import { useParty } from './party.tsx'
import { Value } from './value.tsx'

type Played = Pick<FrameRow, 'slots' | 'differing'>

function Cell({ value, name, naming }: { value: unknown; name: string; naming: Naming }) {
  const fieldName = slot(naming.declared, name)
  const field = slotField(naming.declared, name)
  if (value === undefined || fieldName === null || !field) return <span className="soft">—</span>
  return <Value value={value} field={field} name={fieldName} naming={naming} />
}

/** What stands, and beside it what one side says otherwise and the other has not adopted. */
export function Differing({ of, naming }: { of: Played; naming: Naming }) {
  const { t } = useTexts()
  const nameOf = useParty()
  if (of.differing.length === 0) return null
  const slots = [...new Set(of.differing.flatMap((one) => Object.keys(one.slots)))]
  return (
    <section className="sheet" aria-labelledby="differing">
      <h2 id="differing">{t('differing.title')}</h2>
      <p className="soft small">{t('differing.means')}</p>
      <div className="rows-scroll">
        <table className="compare">
          <thead>
            <tr>
              <td />
              <th scope="col">{t('differing.stands')}</th>
              {of.differing.map((one) => (
                <th key={one.leaf} scope="col">
                  {t('differing.by', { party: nameOf(one.by) })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {slots.map((name) => (
              <tr key={name}>
                <th scope="row">{slotLabel(naming, name)}</th>
                <td>
                  <Cell value={of.slots[name]} name={name} naming={naming} />
                </td>
                {of.differing.map((one) => (
                  <td key={one.leaf}>
                    <Cell value={one.slots[name]} name={name} naming={naming} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** What one side says otherwise, a line for each such word: where many stand under each other a table has no room. */
export function DifferingLines({ of, naming }: { of: Played; naming: Naming }) {
  const { t } = useTexts()
  const nameOf = useParty()
  return of.differing.map((one) => (
    <p key={one.leaf} className="small">
      <span className="soft">
        {t('value.labelled', { label: t('differing.by', { party: nameOf(one.by) }) })}
      </span>
      {Object.entries(one.slots).map(([name, value], at) => (
        <span key={name}>
          {at > 0 && ' · '}
          <span className="soft">{t('value.labelled', { label: slotLabel(naming, name) })}</span>
          <Cell value={value} name={name} naming={naming} />
        </span>
      ))}
    </p>
  ))
}
