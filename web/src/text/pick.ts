/** Choosing, from a text in several languages, what an officer of one language reads. */
import type { Language } from './catalogue.ts'

export const STANDINGS = ['authoritative', 'certified', 'translation'] as const
export type Standing = (typeof STANDINGS)[number]
export interface Version {
  language: string
  text: string
  /** `null` for words of the system, which claim nothing. */
  standing: Standing | null
}

function versionOf(language: string, value: unknown): Version | null {
  if (typeof value === 'string') return { language, text: value, standing: null }
  if (typeof value !== 'object' || value === null) return null
  const { text, standing } = value as { text?: unknown; standing?: unknown }
  if (typeof text !== 'string') return null
  return { language, text, standing: (standing as Standing | undefined) ?? null }
}

/** Every version of a text, the authoritative one first. */
export function versionsOf(value: unknown): Version[] {
  if (typeof value === 'string') return [{ language: '', text: value, standing: null }]
  if (typeof value !== 'object' || value === null) return []
  const all = Object.entries(value)
    .map(([language, one]) => versionOf(language, one))
    .filter((one): one is Version => one !== null && one.text !== '')
  return all.sort((a, b) => Number(b.standing === 'authoritative') - Number(a.standing === 'authoritative'))
}

/** The version in the reader's language, else the authoritative one, else English, else any. */
export function pickVersion(value: unknown, language: string): Version | null {
  const all = versionsOf(value)
  return (
    all.find((one) => one.language === language) ??
    all.find((one) => one.standing === 'authoritative') ??
    all.find((one) => one.language === 'en') ??
    all[0] ??
    null
  )
}

export function pick(value: unknown, language: Language): string {
  return pickVersion(value, language)?.text ?? ''
}

function isText(value: object): boolean {
  const versions = Object.values(value)
  return (
    versions.length > 0 &&
    versions.every((one) => typeof one === 'object' && one !== null && 'text' in one && 'standing' in one)
  )
}

/** Every text of the record inside some values, however deep in lists. */
function textsIn(value: unknown): object[] {
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (typeof value !== 'object' || value === null) return []
  return isText(value) ? [value] : Object.values(value).flatMap(textsIn)
}

export interface Written {
  language: string
  /** The standings its versions have, each once. */
  standings: Standing[]
}

/** In which languages some values can be read, those of authority first. */
export function writtenIn(value: unknown): Written[] {
  const found = new Map<string, Set<Standing>>()
  for (const text of textsIn(value))
    for (const version of versionsOf(text)) {
      const standings = found.get(version.language) ?? new Set()
      if (version.standing) standings.add(version.standing)
      found.set(version.language, standings)
    }
  return [...found]
    .map(([language, standings]) => ({ language, standings: [...standings] }))
    .toSorted(
      (a, b) => Number(b.standings.includes('authoritative')) - Number(a.standings.includes('authoritative')),
    )
}
