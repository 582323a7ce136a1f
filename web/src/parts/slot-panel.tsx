import type { Naming } from '../declared/naming.ts'
import { inSlot, slot, slotLabel } from '../declared/slots.ts'
import { Panel } from './panel.tsx'
import { Said, Versions } from './said.tsx'
import { rowsInSlot, SlotRows } from './slot-rows.tsx'

interface Props {
  /** The slot; its list is titled as the declaration calls it. */
  name: string
  naming: Naming
  /** Values by field, of a dossier or of one of many. */
  fields: Readonly<Record<string, unknown>>
  note?: string
}

/** The rows of a list beside the main matter of a page: sources, wordings, who signed. */
export function SlotPanel({ name, naming, fields, note }: Props) {
  const found = rowsInSlot(name, naming, fields)
  if (!found) return null
  return (
    <Panel title={slotLabel(naming, name)}>
      {note && <p className="soft small">{note}</p>}
      <SlotRows {...found} naming={naming} />
    </Panel>
  )
}

/** The same below the main matter, closed until it is asked for. */
export function SlotDetails({ name, naming, fields }: Props) {
  const found = rowsInSlot(name, naming, fields)
  if (!found) return null
  return (
    <details className="as-named">
      <summary>
        {slotLabel(naming, name)} <span className="group-count">{found.rows.length}</span>
      </summary>
      <SlotRows {...found} naming={naming} />
    </details>
  )
}

/** A text in a slot beside the main matter. */
export function TextPanel({ name, naming, fields }: Props) {
  const value = inSlot(naming.declared, name, fields)
  const field = slot(naming.declared, name)
  if (value === undefined || field === null) return null
  return (
    <Panel title={slotLabel(naming, name)}>
      <Versions of={value}>
        {(choice) => (
          <>
            <p>
              <Said value={value} />
            </p>
            {choice}
          </>
        )}
      </Versions>
    </Panel>
  )
}
