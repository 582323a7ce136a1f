/** The three lines of C2SP tlog-checkpoint. Extension lines are refused: not every algorithm signs them. */
import { base64, fromBase64 } from '#base64'
import { equal } from '../bytes/bytes.ts'
import { ProtocolError, refuse } from '../errors.ts'
import { checkName } from '../keys/vkey.ts'
import { checkHash, checkSize, emptyRoot } from '../log/hash.ts'

export interface Checkpoint {
  /** `<party's domain>/<relation>/<epoch>`: the log and the name of its keys. */
  origin: string
  size: number
  /** 32 bytes. */
  root: Uint8Array
}

/** @throws ProtocolError `bad-name`, `out-of-range`, `bad-hash`, `bad-checkpoint` */
export function formatBody(checkpoint: Checkpoint): string {
  checkSize(checkpoint.size)
  checkEmpty(checkpoint.size, checkHash(checkpoint.root))
  return `${checkName(checkpoint.origin)}\n${checkpoint.size}\n${base64(checkpoint.root)}\n`
}

/** @throws ProtocolError `bad-checkpoint` */
export function parseBody(body: string): Checkpoint {
  const [origin = '', digits = '', encoded = '', end, ...more] = body.split('\n')
  if (end !== '' || more.length > 0) refuse('bad-checkpoint', 'not three lines')
  const size = parseCount(digits)
  if (size === null) return refuse('bad-checkpoint', 'not a size')
  try {
    const root = checkHash(fromBase64(encoded))
    checkEmpty(size, root)
    return { origin: checkName(origin), size, root }
  } catch (cause) {
    if (!(cause instanceof ProtocolError)) throw cause
    throw new ProtocolError({ code: 'bad-checkpoint', message: cause.code, cause })
  }
}

/** A whole number in decimal without leading zeroes, at most 2^53−1; else `null`. */
export function parseCount(digits: string): number | null {
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(digits)) return null
  const count = Number(digits)
  return Number.isSafeInteger(count) ? count : null
}

function checkEmpty(size: number, root: Uint8Array): void {
  if (size === 0 && !equal(root, emptyRoot())) refuse('bad-checkpoint', 'an empty log has one root')
}
