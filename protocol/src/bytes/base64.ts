import { refuse } from '../errors.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const VALUES: readonly number[] = Array.from({ length: 128 }, (_, code) =>
  ALPHABET.indexOf(String.fromCharCode(code)),
)

/** Standard alphabet with padding (RFC 4648, section 4). */
export function base64(bytes: Uint8Array): string {
  let out = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = [bytes[i], bytes[i + 1], bytes[i + 2]]
    const left = bytes.length - i
    out += ALPHABET.charAt(a >> 2) + ALPHABET.charAt(((a & 3) << 4) | (b >> 4))
    out += left > 1 ? ALPHABET.charAt(((b & 15) << 2) | (c >> 6)) : '='
    out += left > 2 ? ALPHABET.charAt(c & 63) : '='
  }
  return out
}

/**
 * Strict: padded, no white space, and the unused bits of the last digit are zero, so that no two texts
 * mean the same bytes. @throws ProtocolError `bad-base64`
 */
export function fromBase64(digits: string): Uint8Array {
  const padding = digits.endsWith('==') ? 2 : digits.endsWith('=') ? 1 : 0
  if (digits.length % 4 !== 0) refuse('bad-base64', 'the length is no multiple of four')
  const out = new Uint8Array((digits.length / 4) * 3 - padding)
  const significant = digits.length - padding
  let bits = 0
  let held = 0
  let at = 0
  for (let i = 0; i < significant; i++) {
    const value = VALUES[digits.charCodeAt(i)] ?? -1
    if (value < 0) refuse('bad-base64', `character ${i}`)
    held = (held << 6) | value
    bits += 6
    if (bits < 8) continue
    bits -= 8
    out[at++] = held >> bits
    held &= (1 << bits) - 1
  }
  if (held !== 0) refuse('bad-base64', 'bits behind the last byte are set')
  return out
}
