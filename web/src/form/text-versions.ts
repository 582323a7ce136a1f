/** Editing a text in several languages: exactly one version is authoritative at any time. */
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

/** Making one version authoritative makes the one that was so a translation. */
export function withStanding(value: TextValue, language: string, standing: Standing): TextValue {
  const next: TextValue = {}
  for (const [one, version] of Object.entries(value)) {
    const changed =
      one === language
        ? standing
        : standing === 'authoritative' && version.standing === 'authoritative'
          ? 'translation'
          : version.standing
    next[one] = { text: version.text, standing: changed }
  }
  return next
}

/** Taking away the authoritative version makes the first that is left authoritative. */
export function withoutVersion(value: TextValue, language: string): TextValue {
  const next: TextValue = {}
  for (const [one, version] of Object.entries(value)) if (one !== language) next[one] = version
  const first = Object.keys(next)[0]
  return first === undefined || hasAuthority(next) ? next : withStanding(next, first, 'authoritative')
}
