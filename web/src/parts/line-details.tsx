import type { Line } from '../api/types.ts'
import { useTexts } from '../text/use-texts.tsx'
import { useNow } from '../time/use-now.ts'

/** Everything this node knows of the line to one counterpart. */
export function LineDetails({ line }: { line: Line }) {
  const { t, moment, span, number, named } = useTexts()
  const at = useNow(10)
  const rows: [string, string][] = [[t('line.waiting'), number(line.waiting)]]
  if (line.oldest !== null && line.waiting > 0) rows.push([t('line.oldest'), span(at - line.oldest)])
  if (line.since !== null) rows.push([t('line.since'), moment(line.since)])
  if (line.lastHeard !== null) rows.push([t('line.last-heard'), moment(line.lastHeard)])
  if (line.lag !== null)
    rows.push([t('line.lag'), t('line.seconds', { value: Math.round(line.lag * 10) / 10 })])
  if (line.clockDifference !== null)
    rows.push([t('line.clock'), t('line.seconds', { value: Math.round(line.clockDifference * 10) / 10 })])
  if (line.heldBy.ours !== null) rows.push([t('line.held-ours'), named('held', line.heldBy.ours)])
  if (line.heldBy.theirs !== null) rows.push([t('line.held-theirs'), named('held', line.heldBy.theirs)])
  if (line.tries > 0) rows.push([t('line.tries'), number(line.tries)])
  if (line.tries > 0 && line.tried !== null) rows.push([t('line.tried'), moment(line.tried)])
  if (line.refused !== null) rows.push([t('line.refused'), named('held', line.refused.code)])
  if (line.theirs.waiting > 0) rows.push([t('line.theirs'), number(line.theirs.waiting)])
  return (
    <dl className="pairs">
      {rows.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
