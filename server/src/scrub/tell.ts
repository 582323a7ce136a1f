/** Incidents of a scrub: once for each thing that is damaged, until it is mended. */
import { canonicalJson } from '@counterpart/protocol'
import type { Writer } from '../store/store.ts'
import type { IncidentCode } from '../uses/incident.ts'
import { type Finding, nameOf } from './finding.ts'

const LOOKED_BACK = 1000

/** Of these, what is on record as damaged and not as mended since. */
async function openIn(writer: Writer, findings: readonly Finding[]): Promise<Set<string>> {
  const names = new Set(findings.map(nameOf))
  const last = new Map<string, string>()
  for (const { code, detail } of await writer.incidents(LOOKED_BACK)) {
    if (code !== 'entry-damaged' && code !== 'damage-repaired') continue
    const name = canonicalJson(plain(detail))
    // Newest first.
    if (names.has(name) && !last.has(name)) last.set(name, code)
  }
  return new Set([...last].flatMap(([name, code]) => (code === 'entry-damaged' ? [name] : [])))
}

/** What was found, without how it was mended. */
function plain(detail: unknown): Record<string, unknown> {
  const { from: _from, ...finding } = (detail ?? {}) as Record<string, unknown>
  return finding
}

export async function putFound(writer: Writer, now: number, findings: readonly Finding[]): Promise<void> {
  const open = await openIn(writer, findings)
  for (const finding of findings)
    if (!open.has(nameOf(finding)))
      await writer.putIncident(now, 'entry-damaged' satisfies IncidentCode, { ...finding })
}
