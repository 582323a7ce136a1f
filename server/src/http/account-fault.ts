/** What an account has to be, whoever makes it: an administrator, or an identity provider at each sign-in. */
import { checkValue } from '@counterpart/casework'
import type { Directory } from '../directory.ts'
import { MOST_NAME } from './schema/register.ts'

interface Post {
  office: string
  roles: readonly string[]
}

/** Where it is wrong; `null` where nothing is. An administrator looks after the accounts of all others, and has no other role. */
export function postFault(
  { office, roles }: Post,
  { directory, party }: { directory: Directory; party: string },
): '/office' | '/roles' | null {
  if (directory.office(office)?.side !== party) return '/office'
  return roles.includes('administrator') && roles.length > 1 ? '/roles' : null
}

/** It stands before whoever approves, and is kept: nothing may be hidden in it, and nothing turned round by it. */
export function isName(name: string): boolean {
  return name !== '' && checkValue({ kind: 'line', max: MOST_NAME }, name, '/name').length === 0
}
