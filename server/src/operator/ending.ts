/** What ends soon, said in the node's own log: by a node that nobody looks at for months, too. */
import { DAY } from '@counterpart/casework/civil'
import type { Dated } from '../http/schema/operation.ts'
import { isCertificate } from '../views/operation/dates.ts'

/** Says at the first call, and then with the first of each day in UTC. */
export function endingSaid(
  dates: () => readonly Dated[],
  clock: () => number,
  say: (line: string) => void,
): () => void {
  let said: number | null = null
  return () => {
    const now = clock()
    const today = Math.floor(now / DAY)
    if (said === today) return
    said = today
    for (const dated of dates()) if (dated.state !== 'good') say(lineOf(dated, now))
  }
}

/** A code, a relation, a side, what it is, the first digits of its fingerprint and until when: nothing of anybody. */
function lineOf(dated: Dated, now: number): string {
  const { what, relation, side, id, until, state } = dated
  const over = state === 'overdue'
  const code = isCertificate(dated)
    ? over
      ? 'certificate-ended'
      : 'certificate-ends'
    : over
      ? 'key-overdue'
      : 'key-due'
  const about = [relation, side, what, id.replaceAll(' ', '').slice(0, 16)].filter((word) => word !== null)
  const day = until === null ? [] : [new Date(until * 1000).toISOString().slice(0, 10)]
  return [new Date(now * 1000).toISOString(), code, ...about, ...day].join(' ')
}
