// Protects the table of codes in the spec from going stale: each row is one closed list of the code, no less and no more.
import { VERDICT_CODES } from '../../casework/src/run/entry.ts'
import { PROTOCOL_CODES } from '../../protocol/src/errors.ts'
import { EVIDENCE_FAULTS } from '../../protocol/src/evidence/verify-evidence.ts'
import { REFUSALS } from '../../protocol/src/sync/refusal.ts'
import { ANSWERED } from '../../server/src/outbound/link.ts'
import { INCIDENT_CODES } from '../../server/src/uses/incident.ts'
import { type Problem, tableBelow } from '../repository.ts'

type Lists = Record<string, readonly string[]>

const FILE = 'spec/README.md'

const LISTS: Lists = {
  bytes: PROTOCOL_CODES,
  'a batch': REFUSALS,
  'a question': ANSWERED,
  evidence: EVIDENCE_FAULTS,
  'an entry': VERDICT_CODES,
  'an incident': INCIDENT_CODES,
}

export function check(): Problem[] {
  const rows = tableBelow(FILE, 'Codes').map((cells) => [cells[0] ?? '', cells.at(-1) ?? ''] as const)
  return differences(rows, LISTS).map((what) => ({ file: FILE, what }))
}

/** Rows: what the codes are of, and the codes, each between back-ticks. */
export function differences(rows: readonly (readonly [string, string])[], wanted: Lists): string[] {
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
