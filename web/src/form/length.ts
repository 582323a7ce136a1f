/** Lengths as the rules count them: in code points of what is sent, which is in normal form C. */

export function lengthOf(text: string): number {
  return [...text.normalize('NFC')].length
}

/** Whether a text is so near its longest that its writer wants to know. */
export function isNearMost(text: string, most: number): boolean {
  return lengthOf(text) * 5 > most * 4
}
