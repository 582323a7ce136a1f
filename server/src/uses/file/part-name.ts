/** The name on the disk for the part of a file of the other side that has come. */
import { hex, sha256, utf8 } from '@counterpart/protocol'

/** Each relation has a name of its own: somebody in another relation may name the same digest and know nothing else of the file. */
export function partName(relation: string, digest: string): string {
  return `${digest}.${hex(sha256(utf8(relation))).slice(0, 16)}`
}
