import type { Officer } from '../../api/types.ts'

/** As the node decides, dossier by dossier; it is asked all the same. */
export function mayRetain({ roles }: Officer): boolean {
  const isNever = roles.includes('overseer') || roles.includes('administrator')
  return !isNever && (roles.includes('legal-reviewer') || roles.includes('protection-lead'))
}
