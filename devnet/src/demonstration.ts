/** Whose demonstration it is: a record, and the invented officers and dossiers beside it. */
import { COMMON_TEXTS, otherParty, ROLES, type Role, TEXT_LANGUAGES } from '@counterpart/casework'
import {
  type Office,
  ownRecord,
  type Persona,
  type PublicRecord,
  partiesOf,
  personas,
  type Script,
  scripts,
} from '@counterpart/record'

export interface Demonstration {
  record: PublicRecord
  personas: readonly Persona[]
  scripts: readonly Script[]
}

/** Of the pair whose public record comes along. */
export const ownDemonstration: Demonstration = { record: ownRecord, personas, scripts }

/** Of any other pair: officers are made up for its offices, and nothing happens beside the record. */
export function demonstrationOf(record: PublicRecord): Demonstration {
  const offices = [...record.offices, ...ministriesOf(record)]
  return { record: { ...record, offices }, personas: offices.flatMap(invented), scripts: [] }
}

/** A side whose record names no ministry needs one: nobody else acts for the whole side. */
function ministriesOf(record: PublicRecord): Office[] {
  const codesOf = (party: string) =>
    record.offices.flatMap(({ side, level, code }) => (side === party && level === 'ministry' ? [code] : []))
  const made = (party: string) => `${party}-ministry-invented`
  const parties = partiesOf(record)
  return parties
    .filter((party) => codesOf(party).length === 0)
    .map((party) => {
      const other = otherParty(party, parties)
      const theirs = codesOf(other)
      return {
        code: made(party),
        side: party,
        level: 'ministry',
        name: { en: 'Ministry (invented)', vi: 'Bộ (hư cấu)', 'zh-Hans': '部（虚构）' },
        faces: theirs.length > 0 ? theirs : [made(other)],
      }
    })
}

/** Nobody is meant: whatever language somebody reads, the name says so. */
const INVENTED = '(invented · hư cấu · 虚构)'

/** One for every role. */
function invented({ code, side }: Office): Persona[] {
  return ROLES.map((role) => ({
    id: `${code}-${role}`,
    side,
    office: code,
    name: `${inEveryLanguage(role)} ${INVENTED}`,
    roles: [role],
  }))
}

function inEveryLanguage(role: Role): string {
  return TEXT_LANGUAGES.map((language) => COMMON_TEXTS[language].roles[role]).join(' · ')
}

/** Who at a ministry of the party holds a role. */
export function heldBy({ record, personas }: Demonstration, party: string, role: Role): string {
  const atMinistry = new Set(
    record.offices.flatMap(({ level, code }) => (level === 'ministry' ? [code] : [])),
  )
  const found = personas.find(
    ({ side, office, roles }) => side === party && atMinistry.has(office) && roles.includes(role),
  )
  if (!found) throw new Error(`no invented ${role} at a ministry of ${party}`)
  return found.id
}
