import { refuse } from '../errors.ts'

/** @throws ProtocolError `not-utf8` for a lone surrogate, which UTF-8 cannot hold. */
export function utf8(text: string): Uint8Array {
  if (!text.isWellFormed()) refuse('not-utf8', 'the text has a lone surrogate')
  const out = new Uint8Array(isAscii(text) ? text.length : text.length * 3)
  let at = 0
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i)
    if (code < 0x80) {
      out[at++] = code
      continue
    }
    if (code < 0x800) {
      out[at++] = 0xc0 | (code >> 6)
      out[at++] = 0x80 | (code & 0x3f)
      continue
    }
    if (code >= 0xd800 && code < 0xe000) {
      code = 0x10000 + ((code - 0xd800) << 10) + (text.charCodeAt(++i) - 0xdc00)
      out[at++] = 0xf0 | (code >> 18)
      out[at++] = 0x80 | ((code >> 12) & 0x3f)
    } else out[at++] = 0xe0 | (code >> 12)
    out[at++] = 0x80 | ((code >> 6) & 0x3f)
    out[at++] = 0x80 | (code & 0x3f)
  }
  return at === out.length ? out : out.slice(0, at)
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text)
}

/**
 * Strict UTF-8: no overlong form, no surrogate, nothing above U+10FFFF, nothing cut off. A byte order
 * mark is a character like any other, so that text and bytes stand one to one.
 * @throws ProtocolError `not-utf8`
 */
export function text(bytes: Uint8Array): string {
  let out = ''
  const units: number[] = []
  let at = 0
  while (at < bytes.length) {
    const first = bytes[at] as number
    if (first < 0x80) {
      // Most texts are mostly of such: as many as come are read at once.
      let end = at + 1
      while (end < bytes.length && end - at < 4096 && (bytes[end] as number) < 0x80) end++
      if (units.length > 0) out += String.fromCharCode.apply(null, units.splice(0))
      out += String.fromCharCode.apply(null, bytes.subarray(at, end) as unknown as number[])
      at = end
    } else {
      const length =
        first >= 0xc2 && first < 0xe0
          ? 2
          : first >= 0xe0 && first < 0xf0
            ? 3
            : first >= 0xf0 && first < 0xf5
              ? 4
              : 0
      if (length === 0 || at + length > bytes.length) refuse('not-utf8', `byte ${at}`)
      let code = first & (0x7f >> length)
      for (let i = 1; i < length; i++) {
        const next = bytes[at + i] as number
        if ((next & 0xc0) !== 0x80) refuse('not-utf8', `byte ${at + i}`)
        code = (code << 6) | (next & 0x3f)
      }
      const lowest = length === 3 ? 0x800 : length === 4 ? 0x10000 : 0x80
      if (code < lowest || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        refuse('not-utf8', `byte ${at}`)
      if (code < 0x10000) units.push(code)
      else units.push(0xd7c0 + (code >> 10), 0xdc00 | (code & 0x3ff))
      at += length
    }
    if (units.length >= 4096) out += String.fromCharCode.apply(null, units.splice(0))
  }
  return out + String.fromCharCode.apply(null, units)
}
