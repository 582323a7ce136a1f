import { canonicalJson, hex, sha256, utf8 } from '@counterpart/protocol'
import type { Procedure } from '../language/index.ts'

/**
 * What both parties agree on in their relation: SHA-256, lower-case hexadecimal, of the whole
 * declaration with the language's version. Texts are outside, so that a label can be corrected.
 */
export function digestOf(procedure: Procedure): string {
  return hex(sha256(utf8(canonicalJson(procedure))))
}
