/** The same functions where the runtime brings them: every signature that is read is in base64. */
import { refuse } from '../errors.ts'

export function base64(bytes: Uint8Array): string {
  return bytes.toBase64()
}

export function fromBase64(digits: string): Uint8Array {
  try {
    const out = Uint8Array.fromBase64(digits, { lastChunkHandling: 'strict' })
    // White space is passed over: what is longer than its bytes had some.
    if (Math.ceil(out.length / 3) * 4 === digits.length) return out
  } catch {
    // Said below.
  }
  return refuse('bad-base64', 'not the one text of any bytes')
}
