import type { Officer } from '../../api/types.ts'

const LEAD: readonly string[] = ['secretary', 'approver', 'legal-reviewer', 'overseer']

/** As the node decides; it is asked all the same, but nothing that it is sure to refuse. */
export function mayReview({ roles, office }: Officer): boolean {
  return (
    office.level === 'ministry' &&
    !roles.includes('administrator') &&
    roles.some((role) => LEAD.includes(role))
  )
}
