/**
 * What a part takes in memory once it is read. Folds parse kept parts and hold what they say, and `[0],[0],` is many times as
 * long there as on disk: whoever weighed bytes alone would run out of memory over a dossier of a few megabytes.
 */

/** More than a list, an object, a member or a name of one takes, whatever stands in it; bytes. */
const PER_VALUE = 128

const QUOTE = 0x22
const BACKSLASH = 0x5c
/** `,` `:` `[` `{` */
const BEGIN: readonly number[] = [0x2c, 0x3a, 0x5b, 0x7b]
const BEGINS = Uint8Array.from({ length: 256 }, (_, byte) => Number(BEGIN.includes(byte)))

/** Beside its bytes, counted without parsing them. */
export function spreadOf({ name, bytes }: { name: string; bytes: Uint8Array }): number {
  return name === 'kept' ? PER_VALUE * valuesIn(bytes) : 0
}

export function partWeight(part: { name: string; bytes: Uint8Array }): number {
  return part.bytes.length + spreadOf(part)
}

/** At least as many as a parser finds before it ends. */
function valuesIn(bytes: Uint8Array): number {
  let found = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte === QUOTE) at = endOfText(bytes, at)
    else found += BEGINS[byte] ?? 0
  }
  return found
}

function endOfText(bytes: Uint8Array, start: number): number {
  let at = start + 1
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1
  return at
}
