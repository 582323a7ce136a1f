/**
 * Arrays of bytes and of words as the server receives them in binary (PostgreSQL, `array_recv`). The driver writes arrays
 * as text, bytes in hexadecimal and every quote escaped: with bodies and folded dossiers that is most of what it does.
 */

/** Object ids of element types, fixed by PostgreSQL (`pg_type.dat`). */
const BYTEA = 17
const TEXT = 25

/** `value` itself, unless it is an array of nothing but bytes or nothing but words, and nulls. */
export function asBinary(value: unknown): unknown {
  if (!Array.isArray(value)) return value
  const first: unknown = value.find((one) => one !== null)
  if (first instanceof Uint8Array && value.every((one) => one === null || one instanceof Uint8Array))
    return encode(BYTEA, value as (Uint8Array | null)[])
  if (typeof first === 'string' && value.every((one) => one === null || typeof one === 'string'))
    return encode(
      TEXT,
      value.map((one: string | null) => (one === null ? null : Buffer.from(one, 'utf8'))),
    )
  return value
}

/** One dimension that begins at 1: dimensions, whether there are nulls, element type, length, first index, elements. */
function encode(type: number, elements: readonly (Uint8Array | null)[]): Buffer {
  const length = elements.reduce((sum, one) => sum + 4 + (one?.length ?? 0), 20)
  const out = Buffer.allocUnsafe(length)
  out.writeInt32BE(1, 0)
  out.writeInt32BE(elements.includes(null) ? 1 : 0, 4)
  out.writeInt32BE(type, 8)
  out.writeInt32BE(elements.length, 12)
  out.writeInt32BE(1, 16)
  let at = 20
  for (const one of elements) {
    out.writeInt32BE(one?.length ?? -1, at)
    at += 4
    if (one === null) continue
    out.set(one, at)
    at += one.length
  }
  return out
}
