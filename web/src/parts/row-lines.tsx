import type { ReactNode } from 'react'
import type { Naming } from '../declared/naming.ts'
import { useTexts } from '../text/use-texts.tsx'
import { Value } from './value.tsx'

interface Props {
  naming: Naming
  /** The name of the list. */
  list: string
  row: Readonly<Record<string, unknown>>
  without?: readonly string[]
  /** Every line with its label. */
  labelled?: boolean
}

/**
 * One row of a list in lines, in the order of the declaration. Numbers, dates and lines of no language say
 * what they are; a flag is its own name.
 */
export function RowLines({ naming, list, row, without = [], labelled = false }: Props): ReactNode {
  const { t } = useTexts()
  const field = naming.declared?.procedure.fields[list]
  if (field?.kind !== 'list') return null
  return Object.entries(field.row).map(([name, of]) => {
    const value = row[name]
    if (value === undefined || without.includes(name)) return null
    if (of.kind === 'flag')
      return value === true ? (
        <span key={name}>
          <span className="chip">{naming.row(list, name)}</span>
        </span>
      ) : null
    const isLabelled = labelled || of.kind === 'count' || of.kind === 'date'
    return (
      <span key={name} className={of.kind === 'text' || of.kind === 'person' ? '' : 'soft'}>
        {isLabelled && t('value.labelled', { label: naming.row(list, name) })}
        <Value value={value} field={of} name={name} naming={naming} plain />
      </span>
    )
  })
}
