import type { Naming } from '../declared/naming.ts'
import { rowsIn } from '../declared/read.ts'
import { joinRows, type Rows } from '../declared/rows.ts'
import { inSlot, slot, slotField } from '../declared/slots.ts'
import { useTexts } from '../text/use-texts.tsx'
import { RowLines } from './row-lines.tsx'

/** The rows of the list in a slot, those joined that differ in numbers alone. */
export function rowsInSlot(
  name: string,
  naming: Naming,
  fields: Readonly<Record<string, unknown>>,
): { list: string; rows: Rows[] } | null {
  const list = slot(naming.declared, name)
  const field = slotField(naming.declared, name)
  if (list === null || field?.kind !== 'list') return null
  const rows = joinRows(field, rowsIn(inSlot(naming.declared, name, fields)))
  return rows.length === 0 ? null : { list, rows }
}

export function SlotRows({ list, rows, naming }: { list: string; rows: readonly Rows[]; naming: Naming }) {
  const { t, number } = useTexts()
  return (
    <ul className="side-rows">
      {rows.map(({ row, counts }) => (
        <li key={JSON.stringify(row)}>
          <RowLines naming={naming} list={list} row={row} />
          {Object.entries(counts).map(([name, values]) => (
            <span key={name} className="soft">
              {t('value.labelled', { label: naming.row(list, name) })}
              {values.map(number).join(', ')}
            </span>
          ))}
        </li>
      ))}
    </ul>
  )
}
