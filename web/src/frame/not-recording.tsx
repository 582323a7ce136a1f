import { useSigned } from '../api/session.tsx'
import { Link } from '../route/use-route.tsx'
import { useTexts } from '../text/use-texts.tsx'

const WHY: Readonly<Record<string, 'clock' | 'copy' | 'certificate'>> = {
  'held-clock': 'clock',
  'rolled-back': 'copy',
  'certificate-early': 'certificate',
  'certificate-expired': 'certificate',
  'wrong-certificate': 'certificate',
}

/** On a telephone it leaves room for the page, and is read when it is asked for. */
const NARROW = matchMedia('(max-width: 640px)').matches

/** Said before a form is filled in, and not when it is sent: this node records nothing now, and why. */
export function NotRecording() {
  const { relation, officer } = useSigned()
  const { t } = useTexts()
  const { stopped } = relation.line
  // What comes into a place that was there before is read out.
  return (
    <div role="status">
      {stopped !== null && (
        <details className="not-recording" open={!NARROW}>
          <summary>{t('stopped.title')}</summary>
          <p>
            {t(`stopped.${WHY[stopped] ?? 'start'}`)} {t('stopped.keep')}{' '}
            {officer.roles.includes('administrator') && (
              <Link to={{ page: 'operation' }}>{t('nav.operation')}</Link>
            )}
          </p>
        </details>
      )}
    </div>
  )
}
