/** PostgreSQL refuses to run as root; a node that is root runs it as an ordinary user who is there already. */
import { readFile, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { NodeError } from '../../errors.ts'

export interface User {
  uid: number
  gid: number
}

/** Taken in this order; no user is ever made. */
const CANDIDATES = ['postgres', 'nobody']

export function isRoot(): boolean {
  return process.getuid?.() === 0
}

/** Throws `no-ordinary-user` when the system knows none of the candidates. */
export async function ordinaryUser(): Promise<User> {
  const known = await readFile('/etc/passwd', 'utf8').catch(() => '')
  for (const name of CANDIDATES) {
    const user = parseUser(known, (fields) => fields[0] === name)
    if (user !== null && user.uid !== 0) return user
  }
  throw new NodeError({
    code: 'no-ordinary-user',
    message: `PostgreSQL does not run as root, and this system has no user ${CANDIDATES.join(' or ')}`,
  })
}

/** The user a folder belongs to; root's own group is never taken over. */
export async function ownerOf(folder: string): Promise<User> {
  const { uid, gid } = await stat(folder)
  if (uid !== 0) return { uid, gid }
  throw new NodeError({
    code: 'database-denied',
    message: `${folder} belongs to root, under whom PostgreSQL does not run`,
  })
}

function parseUser(passwd: string, fits: (fields: string[]) => boolean): User | null {
  for (const line of passwd.split('\n')) {
    const fields = line.split(':')
    if (!fits(fields)) continue
    const uid = Number(fields[2])
    const gid = Number(fields[3])
    if (Number.isInteger(uid) && Number.isInteger(gid)) return { uid, gid }
  }
  return null
}

/** Whether a user may enter every folder down to `folder`, or down to the first that is not there yet. */
export async function canEnter(folder: string, user: User): Promise<boolean> {
  const path: string[] = []
  for (let at = resolve(folder); ; at = dirname(at)) {
    path.unshift(at)
    if (dirname(at) === at) break
  }
  for (const at of path) {
    const found = await stat(at).catch(() => null)
    if (found === null) return true
    const bit = found.uid === user.uid ? 0o100 : found.gid === user.gid ? 0o010 : 0o001
    if ((found.mode & bit) === 0) return false
  }
  return true
}
