/** A digest as two people compare it, like the fingerprint of a log's keys: groups of four digits, and all of them. */
export function grouped(hex: string): string {
  return (hex.match(/.{4}/g) ?? []).join(' ')
}
