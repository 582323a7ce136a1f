/** What two people compare: the same digest as digits for the eye and as numbers to be read aloud. */

/** Sixteen groups of four hexadecimal digits. */
export function grouped(hex: string): string {
  return (hex.match(/.{4}/g) ?? []).join(' ')
}

/** Sixteen numbers of five digits, one for each group: every language can read them to every other. */
export function spoken(hex: string): string {
  return (hex.match(/.{4}/g) ?? []).map((group) => String(parseInt(group, 16)).padStart(5, '0')).join(' ')
}
