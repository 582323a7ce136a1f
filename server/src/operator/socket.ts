/** Where the operator's commands reach the node that runs: a socket in its folder, for its user alone. */
import { join } from 'node:path'

export function socketOf(data: string): string {
  return join(data, 'operator.sock')
}

/** Behind the bytes of a file that was begun: the code of what ended it. */
export const WHY = 'x-counterpart-why'
