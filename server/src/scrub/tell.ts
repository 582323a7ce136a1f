/** Incidents of a scrub: once for each thing that is damaged, until it is mended. */
import { canonicalJson } from '@counterpart/protocol'
import type { Reader, Writer } from '../store/store.ts'
import type { IncidentCode } from '../uses/incident.ts'
import { DAMAGE_KINDS, type Finding, nameOf } from './finding.ts'

const LOOKED_BACK = 1000

/** By name, what was found to be damaged and is not on record as put back since. */
export async function allOpen(reader: Reader): Promise<string[]> {
  const last = new Map<string, string>()
  for (const { code, detail } of await reader.incidents(LOOKED_BACK)) {
    if (code !== 'entry-damaged' && code !== 'damage-repaired') continue
    // Whence it was taken is no part of what it is.
    const { from: _from, ...finding } = (detail ?? {}) as Record<string, unknown>
    const name = canonicalJson(finding)
    // Newest first.
    if (KINDS.includes(String(finding.what)) && !last.has(name)) last.set(name, code)
  }
  return [...last].flatMap(([name, code]) => (code === 'entry-damaged' ? [name] : []))
}

/** What others than a scrub report as damaged has other words. */
const KINDS: readonly string[] = DAMAGE_KINDS

export async function putSound(writer: Writer, now: number, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const finding = JSON.parse(name) as Record<string, unknown>
    await writer.putIncident(now, 'damage-repaired' satisfies IncidentCode, { ...finding, from: 'elsewhere' })
  }
}

export async function putFound(writer: Writer, now: number, findings: readonly Finding[]): Promise<void> {
  const open = new Set(await allOpen(writer))
  for (const finding of findings)
    if (!open.has(nameOf(finding)))
      await writer.putIncident(now, 'entry-damaged' satisfies IncidentCode, { ...finding })
}
