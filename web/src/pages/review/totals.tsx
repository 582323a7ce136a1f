import type { Review } from '../../api/types.ts'
import { useTexts } from '../../text/use-texts.tsx'

/** The whole in six numbers; what does not bind is never added to what does. */
export function Totals({ totals }: { totals: Review['totals'] }) {
  const { t, number } = useTexts()
  const shown = [
    { key: 'binding', count: totals.binding },
    { key: 'late', count: totals.late },
    { key: 'meetings', count: totals.meetings },
    { key: 'instruments', count: totals.instruments },
    { key: 'figures', count: totals.figures },
    { key: 'free', count: totals.contents - totals.binding },
  ] as const
  return (
    <dl className="totals">
      {shown.map(({ key, count }) => (
        <div key={key} className={`total total-${key}${count === 0 ? ' total-none' : ''}`}>
          <dt>{t(`review.total-${key}`)}</dt>
          <dd>{number(count)}</dd>
        </div>
      ))}
    </dl>
  )
}
