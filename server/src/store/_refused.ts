import { type NodeCode, NodeError } from '../errors.ts'

/** For `assert.rejects`. */
export function refused(code: NodeCode): (error: unknown) => boolean {
  return (error) => error instanceof NodeError && error.code === code
}
