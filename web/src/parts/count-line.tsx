import type { ContentCount } from '../api/types.ts'
import { totalOf } from '../declared/counts.ts'
import { useTexts } from '../text/use-texts.tsx'

/** Asked, answered, how fast, open, overdue: counted from acts, never written by hand. */
export function CountLine({ counts }: { counts: readonly ContentCount[] }) {
  const { t, number, span } = useTexts()
  const total = totalOf(counts)
  if (total.asked === 0) return null
  return (
    <dl className="counts">
      <div>
        <dt>{t('count.asked')}</dt>
        <dd>{number(total.asked)}</dd>
      </div>
      <div>
        <dt>{t('count.answered')}</dt>
        <dd>{number(total.answered)}</dd>
      </div>
      {total.refused > 0 && (
        <div>
          <dt>{t('count.refused')}</dt>
          <dd>{number(total.refused)}</dd>
        </div>
      )}
      <div>
        <dt>{t('count.median')}</dt>
        <dd>{total.median === null ? '—' : span(total.median)}</dd>
      </div>
      <div>
        <dt>{t('count.open')}</dt>
        <dd>{number(total.open)}</dd>
      </div>
      {total.overdue > 0 && (
        <div className="due-late">
          <dt>{t('count.late')}</dt>
          <dd>{number(total.overdue)}</dd>
        </div>
      )}
    </dl>
  )
}
