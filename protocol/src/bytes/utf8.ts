import { refuse } from '../errors.ts'

// The platform's own, which is the same in every browser and runtime (WHATWG Encoding). Only what is used here is declared.
declare const TextEncoder: new () => { encode(text: string): Uint8Array }
declare const TextDecoder: new (
  label: string,
  options: { fatal: boolean; ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string }

const encoder = new TextEncoder()
// A byte order mark is a character like any other, so that text and bytes stand one to one.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** @throws ProtocolError `not-utf8` for a lone surrogate, which UTF-8 cannot hold. */
export function utf8(text: string): Uint8Array {
  if (!text.isWellFormed()) refuse('not-utf8', 'the text has a lone surrogate')
  return encoder.encode(text)
}

/**
 * Strict UTF-8: no overlong form, no surrogate, nothing above U+10FFFF, nothing cut off.
 * @throws ProtocolError `not-utf8`
 */
export function text(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    return refuse('not-utf8', 'the bytes are no text')
  }
}
