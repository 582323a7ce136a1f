/** What ends a command, as one line that says what to do. */

/** What to do, by the code in front of the line; `docs/operations.md` says more about each. */
export const ADVICE: Readonly<Record<string, string>> = {
  'bad-config': 'correct it and start again',
  'bad-option': 'see --help',
  'port-in-use': 'end what uses it, or choose another port',
  'disk-full': 'free some space and start again; nothing is half stored',
  'no-sign-in': 'run `counterpart enrol --config FILE`, or add `oidc` to the configuration',
  'key-missing': 'put the file back; without it this node cannot speak',
  'key-wrong': 'put back the files that belong together, readable by the node alone',
  'signer-failed':
    'run the command of `signers` by hand; nothing was recorded meanwhile, and nothing is lost',
  'not-permitted': 'run as the owner of the folder, or correct its permissions',
  'not-found': 'correct the path',
  'packages-missing': 'run `npm ci` in the folder of Counterpart',
  'no-ordinary-user': 'run the node as an ordinary user',
  'database-in-use': 'end the other node first',
  'database-newer': 'start the version of Counterpart and PostgreSQL that wrote it, or a later one',
  'database-too-old': 'see "Upgrade" in docs/operations.md',
  'database-unreachable': 'see that PostgreSQL runs and that DATABASE_URL is right',
  'database-not-durable': 'switch it on in PostgreSQL; a receipt here means "on disk"',
  'database-denied': 'see whom the database belongs to and what its user may do',
  'database-damaged': 'do not write to it; copy it as it is, then see docs/operations.md',
  'database-binaries-missing': 'run `npm ci`, or give DATABASE_URL',
  'database-busy': 'try again',
  'high-water': 'see that its disk is there, or correct `highWater`; see docs/operations.md',
  'folder-in-use': 'use its pages or end it, or choose another --folder and --port',
  'other-version': 'remove that folder, or choose another with --folder or COUNTERPART_DATA',
  'no-world': 'choose an empty folder with --folder or COUNTERPART_DATA',
  'world-damaged': 'remove the folder and start again',
  'no-control': 'start it with `npm start`, or say where its page of the line is with --control',
  'no-node': 'start it, or correct --node',
  'no-persona':
    'see which invented officers its page of sign-in names; a node without any is entered by its officers',
  refused: 'ask as an officer who may, with --officer',
  'same-officer': 'name two officers',
  'not-running': 'start it first, and do this as its user',
  'not-confirmed': 'nothing was confirmed and nothing changed',
  'rolled-back': 'see "What lies on disk" in docs/operations.md',
  restored: 'wait until there is a line, then do this again',
  'log-begun': 'run `counterpart rebuild` on this database, or wait for the line; see docs/operations.md',
  'given-differs':
    'speak with its operators, and run `counterpart rebuild` with the head again; see docs/operations.md',
  'backup-damaged': 'take the two files of one backup as they were made, or an older backup',
  'backup-superseded':
    'take the backup from which the log was ended, or one made since, or run `counterpart rebuild`',
  'not-empty': 'take an empty database, or another data folder',
  'held-start': 'wait for the counterpart, or see `counterpart confirm-start`',
  'not-given': 'two of its operators have to allow it (counterpart give-back); then run this again',
  'line-down': 'run this again when there is one; it goes on where it ended',
  'not-delivered': 'tell its operator, and see the incident given-differs',
  'bad-checkpoint': 'give a proof or a head of this relation, as it was saved',
  'pouch-too-small': 'give at least --size 20MB',
  'unknown-relation': 'correct --relation',
  'start-confirmed': 'there is nothing more to do',
  'clock-agrees': 'there is nothing to confirm',
  'record-stopped': 'run it again: what was done is there, and it goes on where it ended',
  'other-pair': 'choose another --folder',
  internal: 'run it again with COUNTERPART_DEBUG=1 and report what it prints',
}

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
export function failureLine(error: unknown, said: (error: unknown) => string): string {
  const line = plain(error, said).split('\n', 1)[0] ?? ''
  const advice = ADVICE[line.split(':', 1)[0] ?? '']
  return advice === undefined || line.includes(advice) ? line : `${line}: ${advice}`
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
  return code.includes('-') || (code !== 'internal' && Object.hasOwn(ADVICE, code))
}
