import type { Draft } from '../../api/types.ts'

type Standing = Pick<Draft, 'mine' | 'mayApprove' | 'outdated' | 'declined' | 'created'>

/** The drafts of a desk: what is to be done about own ones and those to approve, own ones that wait, and those of others. */
export function divided<D extends Standing>(drafts: readonly D[]) {
  const sorted = drafts.toSorted(
    (a, b) =>
      Number(isOver(a)) - Number(isOver(b)) ||
      Number(b.mayApprove) - Number(a.mayApprove) ||
      a.created - b.created,
  )
  const own = sorted.filter(({ mine, mayApprove }) => mine || mayApprove)
  // What waits for somebody else does not stand above what waits for this officer.
  const waits = own.filter((one) => !one.mayApprove && !isOver(one))
  return {
    toDo: own.filter((one) => !waits.includes(one)),
    waits,
    others: sorted.filter((one) => !own.includes(one)),
    /** How many this officer has to write again: those of others are for their authors. */
    back: own.filter((one) => one.mine && isOver(one)).length,
    /** How many were to be approved here, and can be no longer. */
    over: own.filter((one) => !one.mine && isOver(one)).length,
    waiting: drafts.filter((one) => !isOver(one)).length,
  }
}

/** Nobody may approve it any more. */
function isOver({ outdated, declined }: Pick<Draft, 'outdated' | 'declined'>): boolean {
  return outdated || declined !== null
}
