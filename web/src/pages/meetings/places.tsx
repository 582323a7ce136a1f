import type { Naming } from '../../declared/naming.ts'
import { rowsIn, type Slots } from '../../declared/read.ts'
import { slot } from '../../declared/slots.ts'
import { Plain } from '../../parts/said.tsx'

/** Where a meeting was; of a remote one, where each side sat. What the source only implies says so. */
export function Places({ slots, naming }: { slots: Slots; naming: Naming }) {
  const list = slot(naming.declared, 'places')
  const field = list === null ? undefined : naming.declared?.procedure.fields[list]
  const choices =
    field?.kind === 'list' ? Object.entries(field.row).filter(([, of]) => of.kind === 'choice') : []
  return rowsIn(slots.places).map((row) => (
    <span key={JSON.stringify(row)} className="place">
      <Plain value={row.place} />
      {choices.map(([name]) =>
        typeof row[name] === 'string' ? (
          <span key={name} className="under-line">
            {naming.choice(name, row[name])}
          </span>
        ) : null,
      )}
    </span>
  ))
}
