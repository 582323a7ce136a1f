import { useState } from 'react'
import type { Naming } from '../declared/naming.ts'
import { useTexts } from '../text/use-texts.tsx'
import { Icon } from './icon.tsx'
import { Value } from './value.tsx'

interface Props {
  naming: Naming
  fields: Readonly<Record<string, unknown>>
  without?: readonly string[]
  /** How many to show at first; all when absent. */
  first?: number
}

/** Fields of one act under their labels, in the order of the declaration. */
export function Fields({ naming, fields, without = [], first }: Props) {
  const { t } = useTexts()
  const [open, setOpen] = useState(false)
  const declared = naming.declared?.procedure.fields ?? {}
  const shown = Object.entries(declared).filter(
    ([name]) => fields[name] !== undefined && !without.includes(name),
  )
  if (shown.length === 0) return null
  // One more is shown rather than hidden behind a line of its own.
  const folded = first !== undefined && !open && shown.length > first + 1
  return (
    <>
      <dl className="fields">
        {shown.map(([name, field], at) => (
          <div
            key={name}
            className={`field field-${field.kind}${folded && at >= first ? ' field-folded' : ''}`}
          >
            <dt>{naming.field(name)}</dt>
            <dd>
              <Value value={fields[name]} field={field} name={name} naming={naming} />
            </dd>
          </div>
        ))}
      </dl>
      {folded && (
        <button type="button" className="quiet unfold" onClick={() => setOpen(true)}>
          <Icon name="down" size={13} /> {t('ladder.more-fields', { count: shown.length - first })}
        </button>
      )}
    </>
  )
}
