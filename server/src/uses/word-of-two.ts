/** What two operators say on record at this node. Neither of them can do it alone. */
import { NodeError } from '../errors.ts'
import type { IncidentRow, Writer } from '../store/store.ts'
import type { IncidentCode } from './incident.ts'

export interface WordOfTwo {
  operators: readonly [string, string]
  /** How they know. */
  checked: string
}

/** @throws NodeError `same-officer` */
export function checkTwo(operators: readonly [string, string]): void {
  const [first, second] = operators.map((name) => name.trim().normalize('NFC').toLowerCase())
  if (first === second) throw new NodeError({ code: 'same-officer', message: 'the two operators are one' })
}

export function putWord(
  writer: Writer,
  at: number,
  code: IncidentCode,
  { operators, checked }: WordOfTwo,
  more: Readonly<Record<string, unknown>>,
): Promise<void> {
  return writer.putIncident(at, code, { operators: [...operators], checked, ...more })
}

/** The detail of the newest incident of this code, earlier runs included. `incidents` come newest first. */
export function lastWord<T>(
  incidents: readonly Pick<IncidentRow, 'code' | 'detail'>[],
  code: IncidentCode,
): Partial<T> {
  return (incidents.find((one) => one.code === code)?.detail ?? {}) as Partial<T>
}
