import type { ReviewItem } from '../../api/types.ts'
import { isEnd } from '../../declared/is-end.ts'
import type { Naming } from '../../declared/naming.ts'
import { PartialDate } from '../../parts/partial-date.tsx'

/** How it ended, and on which day where one is said: what was fulfilled and what was let go look otherwise alike. */
export function Outcome({ of: { state, slots }, naming }: { of: ReviewItem; naming: Naming }) {
  if (!isEnd(naming.declared, state)) return null
  return (
    <span className="mark">
      {naming.state(state)}
      {slots.ended !== undefined && (
        <>
          {' · '}
          <PartialDate value={slots.ended} />
        </>
      )}
    </span>
  )
}
