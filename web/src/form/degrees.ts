/**
 * Latitude or longitude as it is sent: with a point, which is shown while it is typed. Vietnamese writes a comma there, and
 * input methods of Chinese type full-width signs.
 */
export function degreesOf(typed: string): string {
  return typed.normalize('NFKC').trim().replace(/^[−–]/, '-').replace(',', '.')
}
