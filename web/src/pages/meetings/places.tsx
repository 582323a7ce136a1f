import type { Naming } from '../../declared/naming.ts'
import { rowsIn, type Slots } from '../../declared/read.ts'
import { columnsIn } from '../../declared/slots.ts'
import { Plain } from '../../parts/said.tsx'

/** Where a meeting was; of a remote one, where each side sat. What the source only implies says so. */
export function Places({ slots, naming }: { slots: Slots; naming: Naming }) {
  const choices = columnsIn(naming.declared, 'places', 'choice')
  return rowsIn(slots.places).map((row) => (
    <span key={JSON.stringify(row)} className="place">
      <Plain value={row.place} />
      {choices.map((name) =>
        typeof row[name] === 'string' ? (
          <span key={name} className="under-line">
            {naming.choice(name, row[name])}
          </span>
        ) : null,
      )}
    </span>
  ))
}
