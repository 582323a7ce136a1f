/** What ends a command, as one line that says what to do. */
import en from './advice/en.json' with { type: 'json' }
import vi from './advice/vi.json' with { type: 'json' }
import zh from './advice/zh-Hans.json' with { type: 'json' }
import type { Language } from './words.ts'

/** What to do, by the code in front of the line; `docs/operations.md` says more about each. */
export const ADVICE: Readonly<Record<Language, Readonly<Record<string, string>>>> = { en, vi, 'zh-Hans': zh }

/** Errors of the file system that an operator can do something about. */
const FILES: Readonly<Record<string, string>> = {
  ENOSPC: 'disk-full: the disk is full',
  EDQUOT: 'disk-full: the quota is used up',
  EACCES: 'not-permitted: this may not be read or written',
  EPERM: 'not-permitted: this may not be done',
  EROFS: 'not-permitted: this cannot be written',
  ENOENT: 'not-found: there is no such file or folder',
  ENOTDIR: 'not-found: this is no folder',
  EISDIR: 'not-found: this is a folder and no file',
  EEXIST: 'not-found: this is no folder',
}

/** `said`: how the node itself says it, for errors that are its own. */
export function failureLine(error: unknown, said: (error: unknown) => string, language: Language): string {
  const line = plain(error, said).split('\n', 1)[0] ?? ''
  const code = line.split(':', 1)[0] ?? ''
  const advice = ADVICE[language][code]
  return advice === undefined || line.includes(ADVICE.en[code] ?? advice) ? line : `${line}: ${advice}`
}

function plain(error: unknown, said: (error: unknown) => string): string {
  const { code, path, message } = error as NodeJS.ErrnoException
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND')
    return `packages-missing: ${/'([^']+)'/.exec(message)?.[1] ?? 'a package'} is not installed`
  const known = FILES[code ?? '']
  if (known !== undefined) return path === undefined ? known : `${known} (${path})`
  if (error instanceof Error && isOurs(message)) return message
  return said(error)
}

/** Whether a line begins with a code. One of a single word is known by the table alone: `connect: …` is the system's. */
function isOurs(message: string): boolean {
  const [, code = ''] = /^([a-z]+(?:-[a-z]+)*): /.exec(message) ?? []
  return code.includes('-') || (code !== 'internal' && Object.hasOwn(ADVICE.en, code))
}
