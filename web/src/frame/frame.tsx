import { lazy, Suspense, useEffect, useRef } from 'react'
import { Desk } from '../pages/desk/desk.tsx'
import { layers } from '../parts/layers.ts'
import { useTitle } from '../parts/use-title.ts'
import { Nothing, Waiting } from '../parts/waiting.tsx'
import type { Route } from '../route/route.ts'
import { Link, useRoute } from '../route/use-route.tsx'
import type { TextKey } from '../text/catalogue.ts'
import { useTexts } from '../text/use-texts.tsx'
import { keepFocus } from './focus-kept.ts'
import { FurtherPasskey } from './further-passkey.tsx'
import { Header } from './header.tsx'
import { NotLost } from './not-lost.tsx'
import { NotRecording } from './not-recording.tsx'
import { Printed } from './printed.tsx'

const Dossier = lazy(() =>
  import('../pages/dossier/dossier-page.tsx').then((page) => ({ default: page.DossierPage })),
)
const Directory = lazy(() =>
  import('../pages/directory/directory.tsx').then((page) => ({ default: page.Directory })),
)
const Meetings = lazy(() =>
  import('../pages/meetings/meetings.tsx').then((page) => ({ default: page.Meetings })),
)
const Meeting = lazy(() =>
  import('../pages/meetings/meeting-page.tsx').then((page) => ({ default: page.MeetingPage })),
)
const Instruments = lazy(() =>
  import('../pages/instruments/instruments.tsx').then((page) => ({ default: page.Instruments })),
)
const Instrument = lazy(() =>
  import('../pages/instruments/instrument-page.tsx').then((page) => ({ default: page.InstrumentPage })),
)
const Commitment = lazy(() =>
  import('../pages/commitments/commitment-page.tsx').then((page) => ({ default: page.CommitmentPage })),
)
const Review = lazy(() =>
  import('../pages/review/review-page.tsx').then((page) => ({ default: page.ReviewPage })),
)
const Register = lazy(() =>
  import('../pages/register/register.tsx').then((page) => ({ default: page.RegisterPage })),
)
const Waits = lazy(() => import('../pages/waits/waits.tsx').then((page) => ({ default: page.Waits })))
const Operation = lazy(() =>
  import('../pages/operation/operation.tsx').then((page) => ({ default: page.OperationPage })),
)

const Retention = lazy(() =>
  import('../pages/retention/retention-page.tsx').then((page) => ({ default: page.RetentionPage })),
)

function Page() {
  const route = useRoute()
  const { t } = useTexts()
  switch (route.page) {
    case 'desk':
      return <Desk />
    case 'dossier':
      return <Dossier key={route.id} id={route.id} />
    case 'directory':
      return <Directory at={route.at} />
    case 'meetings':
      return <Meetings at={route.at} />
    case 'meeting':
      return <Meeting key={route.id} id={route.id} />
    case 'instruments':
      return <Instruments />
    case 'instrument':
      return <Instrument key={route.id} id={route.id} />
    case 'commitment':
      return <Commitment key={route.id} id={route.id} />
    case 'review':
      return <Review place={route.of ?? {}} />
    case 'register':
      return <Register />
    case 'waits':
      return <Waits />
    case 'operation':
      return <Operation />
    case 'retention':
      return <Retention />
    case 'nowhere':
      return (
        <Nothing title={t('page.nowhere')}>
          <Link to={{ page: 'desk' }}>{t('nav.desk')}</Link>
        </Nothing>
      )
  }
}

/** Names of pages; one of a dossier is called by its number. */
const TITLES = {
  desk: 'nav.desk',
  dossier: null,
  directory: 'nav.directory',
  meetings: 'nav.meetings',
  meeting: 'nav.meetings',
  instruments: 'nav.instruments',
  instrument: 'nav.instruments',
  commitment: 'nav.instruments',
  review: 'nav.review',
  register: 'nav.register',
  waits: 'nav.register',
  operation: 'nav.operation',
  retention: 'retention.title',
  nowhere: 'page.nowhere',
} as const satisfies Record<Route['page'], TextKey | null>

/** What surrounds every page of a signed-in officer. */
export function Frame() {
  const { t } = useTexts()
  const { page } = useRoute()
  const title = TITLES[page]
  useTitle(title && t(title))
  const main = useRef<HTMLElement>(null)
  useEffect(() => (main.current ? keepFocus(main.current, layers()) : undefined), [])
  return (
    <>
      <a className="skip" href="#main">
        {t('page.skip')}
      </a>
      <Header />
      <NotRecording />
      <FurtherPasskey />
      <Printed />
      <main ref={main} id="main" tabIndex={-1}>
        <NotLost key={page}>
          <Suspense fallback={<Waiting rows={8} tall />}>
            <Page />
          </Suspense>
        </NotLost>
      </main>
    </>
  )
}
