/**
 * Whether something can be sealed to a key of X-Wing: its ML-KEM-768 half passes the modulus check of FIPS 203 (7.2), and
 * its X25519 half is of no small order (RFC 7748, 6.1). To any other key nobody could send anything.
 */

const ML_KEM_NUMBERS = 768
const ML_KEM_PUBLIC = 1184
const MODULUS = 3329
const SEALING_KEY_BYTES = ML_KEM_PUBLIC + 32

const P = 2n ** 255n - 19n
/** As u-coordinates: of order 1, 2, 4 and 8, of the curve and of its twist. */
const SMALL: ReadonlySet<bigint> = new Set([
  0n,
  1n,
  P - 1n,
  325606250916557431795983626356110631294008115727848805560023387167927233504n,
  39382357235489614581723060781553021112529911719440698176882885853963445705823n,
])

export function isSealingKey(key: Uint8Array): boolean {
  return key.length === SEALING_KEY_BYTES && isReduced(key) && !SMALL.has(coordinate(key))
}

/** Two numbers of 12 bits in three bytes, the low bits first. */
function isReduced(key: Uint8Array): boolean {
  for (let at = 0; at < (ML_KEM_NUMBERS * 3) / 2; at += 3) {
    const [low = 0, middle = 0, high = 0] = key.subarray(at, at + 3)
    if ((low | ((middle & 15) << 8)) >= MODULUS || ((middle >> 4) | (high << 4)) >= MODULUS) return false
  }
  return true
}

/** Little-endian, its top bit masked. */
function coordinate(key: Uint8Array): bigint {
  let u = 0n
  for (const byte of key.subarray(ML_KEM_PUBLIC).toReversed()) u = (u << 8n) | BigInt(byte)
  return (u & (2n ** 255n - 1n)) % P
}
