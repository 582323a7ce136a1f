import { useEffect } from 'react'
import { useParty } from '../parts/party.tsx'
import { useSigned } from '../parts/session.tsx'
import { useTexts } from '../text/use-texts.tsx'
import { useNow } from '../time/use-now.ts'

/** On paper alone: a sheet is read without the page around it, elsewhere and years later. */
export function Printed() {
  const { t, pick, fullMoment } = useTexts()
  const { session, officer } = useSigned()
  const nameOf = useParty()
  const at = useNow(1)
  const who = `${officer.name}, ${pick(officer.office.name)}, ${nameOf(session.side)}`
  const line = `${t('page.printed', { moment: fullMoment(at) })} · ${who} · ${location.host}`
  // Sheets get mixed up: where the browser writes margins of pages, it stands at the foot of each as well.
  useEffect(() => {
    document.documentElement.style.setProperty('--printed', JSON.stringify(line))
  }, [line])
  return <p className="printed">{line}</p>
}
