/**
 * One line a happening for the operator. Of errors that are not our own only their kind and place are
 * written: what they say may hold what somebody typed.
 */
import { isDiskFull, NodeError } from './errors.ts'

export function logLine(now: Date, code: string, error: unknown): string {
  return `${now.toISOString()} ${code}${detail(error)}`
}

function detail(error: unknown): string {
  if (error instanceof NodeError) {
    const cause = error.cause === undefined ? '' : `: ${kindOf(error.cause)}`
    return error.message === error.code ? cause : ` ${error.message}${cause}`
  }
  return error === undefined ? '' : ` ${kindOf(error)}`
}

function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : ''
  const [frame = ''] = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return `${error.name}${code}${frame.replace(/^\s+/, ' ')}`
}

/** What stops a start, as one line for whoever typed the command. */
export function startFailure(error: unknown): string {
  // Without words of its own it has the code for them, which is said once.
  if (error instanceof NodeError)
    return error.message === error.code ? error.code : `${error.code}: ${error.message}`
  return isDiskFull(error) ? 'disk-full: the disk is full' : `internal: ${kindOf(error)}`
}
