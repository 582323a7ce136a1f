/** Where the operator's commands reach the node that runs: a socket in its folder, for its user alone. */
import { join } from 'node:path'

export function socketOf(data: string): string {
  return join(data, 'operator.sock')
}
