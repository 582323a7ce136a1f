import type { Held } from '../api/types.ts'
import { useTexts } from '../text/use-texts.tsx'
import { useNow } from '../time/use-now.ts'

/** Why something waits, as our node found it and as the other side answered, and when it is tried again. */
export function HeldWhy({ of }: { of: Pick<Held, 'held' | 'tries' | 'tried' | 'next'> }) {
  const { t, named, number, moment, span } = useTexts()
  const at = useNow(1)
  const { ours, theirs } = of.held
  const rows: [string, string][] = []
  if (ours === null && theirs === null) rows.push([t('line.held-ours'), t('way.no-code')])
  if (ours !== null) rows.push([t('line.held-ours'), named('held', ours)])
  if (ours !== null || theirs !== null)
    rows.push([t('line.held-theirs'), theirs === null ? t('way.silent') : named('held', theirs)])
  if (of.tries > 0) rows.push([t('line.tries'), number(of.tries)])
  if (of.tried !== null && of.tries > 0) rows.push([t('line.tried'), moment(of.tried)])
  if (of.next !== null) rows.push([t('line.next'), of.next > at ? span(of.next - at) : t('waits.sending')])
  return (
    <dl className="pairs held-why">
      {rows.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
