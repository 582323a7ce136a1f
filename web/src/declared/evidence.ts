import type { Handling } from '../api/types.ts'

/** A field of this name says whether what is given may be evidence. */
const CONSENT = 'evidence-consent'

/** Whether its handling and the consent that an act gives say the opposite of each other; a court would be told both. */
export function isContrary(handling: Handling | null, fields: Readonly<Record<string, unknown>>): boolean {
  const consent = fields[CONSENT]
  return (handling === 'H1' && consent === 'given') || (handling === 'H0' && consent === 'not-given')
}
