/** Where a field names a party by its code, it is one of the two. */
import { isRecord, own, type Parties, type Procedure } from '@counterpart/casework'
import { visible } from './errors.ts'
import { slotField } from './form.ts'
import type { Found } from './problem.ts'

/** Slots that hold one code, or several with a space between. */
const SLOTS = ['host', 'by', 'from', 'to']
/** What a column of a list is called that holds one. */
const COLUMN = 'party'

export function checkParties(
  fields: Readonly<Record<string, unknown>>,
  procedure: Procedure,
  parties: Parties | null,
  path: string,
): Found[] {
  if (!parties) return []
  const ask = (value: unknown, at: string): Found[] =>
    (typeof value === 'string' ? value.split(' ') : [])
      .filter((code) => !parties.some((party) => party === code))
      .map((code) => ({
        path: at,
        code: 'unknown-party',
        values: { name: visible(code), known: parties.join(', ') },
      }))
  const slots = new Set(SLOTS.map((slot) => slotField(procedure, slot)))
  return Object.entries(fields).flatMap(([name, value]) => {
    const field = own(procedure.fields, name)
    if (field?.kind === 'line' && slots.has(name)) return ask(value, `${path}/${name}`)
    if (field?.kind !== 'list' || field.row[COLUMN]?.kind !== 'line' || !Array.isArray(value)) return []
    return value.flatMap((row, index) =>
      isRecord(row) ? ask(row[COLUMN], `${path}/${name}/${index}/${COLUMN}`) : [],
    )
  })
}
