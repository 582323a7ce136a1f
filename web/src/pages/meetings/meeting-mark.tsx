import { useNaming } from '../../declared/use-naming.ts'
import type { Meeting } from './meeting.ts'
import { StatusMark } from './status-mark.tsx'

/** How a meeting stands. One that is closed was called off or struck: its own state says which. */
export function MeetingMark({ meeting }: { meeting: Meeting }) {
  const { row, status, heldLate } = meeting
  const naming = useNaming()(row)
  if (row.closed) return <span className="mark">{naming.state(row.state)}</span>
  return <StatusMark status={status} heldLate={heldLate} />
}
