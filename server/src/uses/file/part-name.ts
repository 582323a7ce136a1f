/** What has come of a file of the other side, on the disk. */
import { hex, sha256, utf8 } from '@counterpart/protocol'

/** In another relation the same digest may be named by somebody who knows no more of the file than that. */
export function partName(relation: string, digest: string): string {
  return `${digest}.${hex(sha256(utf8(relation))).slice(0, 16)}`
}
