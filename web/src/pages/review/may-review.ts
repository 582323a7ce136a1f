import { REVIEWERS } from '@counterpart/casework/language'
import type { Officer } from '../../api/types.ts'

/** As the node decides; it is asked all the same, but nothing that it is sure to refuse. */
export function mayReview({ roles, office }: Officer): boolean {
  return (
    office.level === 'ministry' &&
    !roles.includes('administrator') &&
    REVIEWERS.some((role) => roles.includes(role))
  )
}
