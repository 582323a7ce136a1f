import { slotChoice } from '../../declared/slots.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { Plain } from '../../parts/said.tsx'
import { Link } from '../../route/use-route.tsx'
import type { Meeting } from './meeting.ts'

/** The name of a meeting with its kind and form below it. */
export function MeetingName({ meeting }: { meeting: Meeting }) {
  const { row } = meeting
  const naming = useNaming()(row)
  const facts = ['kind', 'format'].flatMap((name) => slotChoice(naming, row.slots, name) ?? [])
  return (
    <>
      <Link className="row-link" to={{ page: 'meeting', id: row.id }}>
        <Plain value={row.title} />
      </Link>
      {facts.length > 0 && <span className="under-line">{facts.join(' · ')}</span>}
    </>
  )
}
