import type { Officer } from '../api/types.ts'

/**
 * Whether anything of what frames the relation can be shown to an officer, as the node decides: to every role that works
 * on dossiers, so to all but an administrator. To others a list is empty whatever is on record.
 */
export function readsRecord({ roles }: Pick<Officer, 'roles'>): boolean {
  return roles.some((role) => role !== 'administrator')
}
