/** Editing a text in several languages. Wordings that both states signed may be authoritative together. */
import type { TextValue } from '@counterpart/casework/language'
import type { Standing } from '../text/pick.ts'

export function withText(value: TextValue, language: string, text: string): TextValue {
  const old = value[language]
  const standing = old?.standing ?? (hasAuthority(value) ? 'translation' : 'authoritative')
  return { ...value, [language]: { text, standing } }
}

function hasAuthority(value: TextValue): boolean {
  return Object.values(value).some((one) => one.standing === 'authoritative')
}

export function withStanding(value: TextValue, language: string, standing: Standing): TextValue {
  const version = value[language]
  return version ? { ...value, [language]: { text: version.text, standing } } : value
}

/** Taking away the authoritative version makes the first that is left authoritative. */
export function withoutVersion(value: TextValue, language: string): TextValue {
  const next: TextValue = {}
  for (const [one, version] of Object.entries(value)) if (one !== language) next[one] = version
  const first = Object.keys(next)[0]
  return first === undefined || hasAuthority(next) ? next : withStanding(next, first, 'authoritative')
}
