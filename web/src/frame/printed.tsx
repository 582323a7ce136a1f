import { useEffect, useLayoutEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { useSigned } from '../api/session.tsx'
import { useParty } from '../parts/party.tsx'
import { useTexts } from '../text/use-texts.tsx'
import { now } from '../time/now.ts'

/** On paper alone: a sheet is read without the page around it, elsewhere and years later. */
export function Printed() {
  const { t, pick, fullMoment } = useTexts()
  const { session, officer } = useSigned()
  const nameOf = useParty()
  const [at, setAt] = useState(now)
  const who = `${officer.name}, ${pick(officer.office.name)}, ${nameOf(session.side)}`
  const line = `${t('page.printed', { moment: fullMoment(at) })} · ${who} · ${location.host}`
  // The browser takes the sheet as soon as this returns.
  useEffect(() => {
    const toPaper = () => flushSync(() => setAt(now()))
    addEventListener('beforeprint', toPaper)
    return () => removeEventListener('beforeprint', toPaper)
  }, [])
  // Sheets get mixed up: where the browser writes margins of pages, it stands at the foot of each as well.
  useLayoutEffect(() => {
    document.documentElement.style.setProperty('--printed', JSON.stringify(line))
  }, [line])
  return <p className="printed">{line}</p>
}
