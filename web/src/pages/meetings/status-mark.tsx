import { useTexts } from '../../text/use-texts.tsx'
import type { Status } from './meeting.ts'

/** What became of the time that was agreed. */
export function StatusMark({ status, heldLate }: { status: Status; heldLate: boolean }) {
  const { t } = useTexts()
  if (status === 'held' && !heldLate) return <span className="mark mark-done">{t('meeting.is-held')}</span>
  if (status === 'held') return <span className="mark mark-soon">{t('meeting.is-held-late')}</span>
  if (status === 'late') return <span className="mark mark-late">{t('meeting.is-late')}</span>
  return <span className="mark">{t(`meeting.is-${status}`)}</span>
}
