// Protects the tables of codes in the spec and of alarms in the manual from going stale: each is closed lists of the code, no
// less and no more.
import { VERDICT_CODES } from '../../casework/src/run/entry.ts'
import { PROTOCOL_CODES } from '../../protocol/src/errors.ts'
import { EVIDENCE_FAULTS } from '../../protocol/src/evidence/fault.ts'
import { REFUSALS } from '../../protocol/src/sync/refusal.ts'
import { ALARM_CODES } from '../../server/src/http/schema/operation.ts'
import { INCIDENT_CODES } from '../../server/src/uses/incident.ts'
import { MILD } from '../../server/src/views/operation/alarms.ts'
import { ANSWERED } from '../../server/src/wire/link.ts'
import { type Problem, tableBelow } from '../repository.ts'

type Lists = Record<string, readonly string[]>

type Row = readonly [of: string, codes: string]

const FILE = 'spec/README.md'
const MANUAL = 'docs/operations.md'

const LISTS: Lists = {
  bytes: PROTOCOL_CODES,
  'a batch': REFUSALS,
  'a question': ANSWERED,
  evidence: EVIDENCE_FAULTS,
  'an entry': VERDICT_CODES,
  'an incident': INCIDENT_CODES,
}

export function check(): Problem[] {
  const rows = tableBelow(FILE, 'Codes').map((cells): Row => [cells[0] ?? '', cells.at(-1) ?? ''])
  return [
    ...differences(rows, LISTS).map((what) => ({ file: FILE, what })),
    ...differences(alarmsIn(tableBelow(MANUAL, 'Alarms')), {
      'an alarm': ALARM_CODES,
      'an incident that only warns': MILD,
    }).map((what) => ({ file: MANUAL, what })),
  ]
}

/** A row of the manual may be of several alarms; what is mild stands where the alarm for incidents is a warning. */
export function alarmsIn(table: readonly string[][]): Row[] {
  return [
    ['an alarm', table.map(([name = '']) => name).join(' ')],
    ['an incident that only warns', table.find(([name]) => name === '`incident`')?.[1] ?? ''],
  ]
}

/** Rows: what the codes are of, and the codes, each between back-ticks. */
export function differences(rows: readonly Row[], wanted: Lists): string[] {
  const given = new Map(
    rows.map(([of, cell]) => [of, [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)]),
  )
  const problems = Object.entries(wanted).flatMap(([of, codes]) => {
    const said = given.get(of) ?? []
    return [
      ...codes.filter((code) => !said.includes(code)).map((code) => `${code} of ${of} is missing`),
      ...said.filter((code) => !codes.includes(code)).map((code) => `${code} is none of ${of}`),
      ...(new Set(said).size < said.length ? [`a code of ${of} stands twice`] : []),
    ]
  })
  const more = [...given.keys()].filter((of) => !Object.hasOwn(wanted, of))
  return [...problems, ...more.map((of) => `nothing in the code has the codes of ${of}`)]
}
