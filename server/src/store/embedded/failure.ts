/** What the server's own programs say when they end, made into one error with a code. */
import { isDiskFull, type NodeCode, NodeError } from '../../errors.ts'

const SIGNS: readonly { sign: RegExp; code: NodeCode; message: string }[] = [
  {
    sign: /No space left on device|Disk quota exceeded/,
    code: 'disk-full',
    message: 'the disk of the database is full',
  },
  {
    sign: /lock file "[^"]*" already exists|pre-existing shared memory block/,
    code: 'database-in-use',
    message: 'another server runs on this database',
  },
  { sign: /Address already in use/, code: 'port-in-use', message: 'the address of the database is in use' },
  {
    sign: /initialized by PostgreSQL version|incompatible with server/,
    code: 'database-newer',
    message: 'the database was made by another version of PostgreSQL',
  },
  {
    sign: /could not look up effective user ID|cannot be run as root|execution .* by .*root/,
    code: 'no-ordinary-user',
    message: 'PostgreSQL needs an ordinary user of this system with a name',
  },
  {
    sign: /error while loading shared libraries|cannot execute|not found/,
    code: 'database-binaries-missing',
    message: 'the programs of PostgreSQL are not complete',
  },
  {
    sign: /Permission denied|wrong ownership|has invalid permissions/,
    code: 'database-denied',
    message: 'the database may not be read',
  },
  {
    sign: /invalid page|checksum|could not locate a valid checkpoint|corrupt|could not read file "[^"]*": read \d+ of/,
    code: 'database-damaged',
    message: 'the database is damaged',
  },
]

/** `text`: the last lines of the log or of the standard error of a program that failed. */
export function failureIn(text: string, doing: string): NodeError {
  for (const { sign, code, message } of SIGNS) {
    if (sign.test(text)) return new NodeError({ code, message: `${message} (${doing})` })
  }
  const line = text
    .split('\n')
    .map((one) => one.trim())
    .findLast((one) => /FATAL|PANIC|error/i.test(one))
  return new NodeError({
    code: 'database-unreachable',
    message: `PostgreSQL failed (${doing})${line === undefined ? '' : `: ${line.slice(0, 200)}`}`,
  })
}

/** An error of the file system or of starting a program. */
export function failureOf(cause: unknown, doing: string): NodeError {
  if (cause instanceof NodeError) return cause
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (isDiskFull(cause)) {
    const { path } = cause as NodeJS.ErrnoException
    const where = path === undefined ? '' : ` at ${path}`
    return new NodeError({ code: 'disk-full', message: `the disk is full${where} (${doing})`, cause })
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new NodeError({ code: 'database-denied', message: `not permitted (${doing})`, cause })
  }
  return new NodeError({
    code: 'database-unreachable',
    message: `PostgreSQL failed (${doing})`,
    cause,
  })
}
