import { useSigned } from '../parts/session.tsx'
import { Link } from '../route/use-route.tsx'
import { useTexts } from '../text/use-texts.tsx'

/** Said before a form is filled in, and not when it is sent: this node records nothing now, and why. */
export function NotRecording() {
  const { relation, officer } = useSigned()
  const { t } = useTexts()
  const { stopped } = relation.line
  if (stopped === null) return null
  const why = stopped === 'held-clock' ? 'clock' : stopped === 'rolled-back' ? 'copy' : 'start'
  return (
    <div className="not-recording" role="status">
      <p>
        <strong>{t('stopped.title')}</strong> {t(`stopped.${why}`)} {t('stopped.keep')}{' '}
        {officer.roles.includes('administrator') && (
          <Link to={{ page: 'operation' }}>{t('nav.operation')}</Link>
        )}
      </p>
    </div>
  )
}
