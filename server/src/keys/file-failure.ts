/**
 * Why a file of keys is not read or written. One that is there and may not be read is not gone: an older copy that
 * were brought back in its place could not sign.
 */
import { dirname } from 'node:path'
import { isDiskFull, NodeError } from '../errors.ts'

/** `gone`: what is said where the file is the matter, and neither its owner nor the disk. */
export function fileFailure(cause: unknown, file: string, gone: string): NodeError {
  const { code } = cause as NodeJS.ErrnoException
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new NodeError({ code: 'not-permitted', message: `this node may not use ${file} (${code})`, cause })
  if (isDiskFull(cause))
    return new NodeError({
      code: 'disk-full',
      message: `the disk that holds ${dirname(file)} is full`,
      cause,
    })
  return new NodeError({ code: 'key-missing', message: gone, cause })
}
