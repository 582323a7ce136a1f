import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { Dossier } from '../api/types.ts'
import type { Naming } from '../declared/naming.ts'
import type { Route } from '../route/route.ts'
import { Link } from '../route/use-route.tsx'
import { useTexts } from '../text/use-texts.tsx'
import { Icon } from './icon.tsx'
import { SideWord } from './party.tsx'
import { Said, Versions } from './said.tsx'

interface Props {
  dossier: Dossier
  naming: Naming
  /** The page that shows many of them. */
  back: { to: Route; text: string }
  /** What it is. */
  kind: string
  /** Set for a title that is a whole sentence. */
  long?: boolean
  /** More of what one wants to know first. */
  children?: ReactNode
}

/** The head of a page of one dossier that plays a part: what it is called, how it stands, where its acts are. */
export function PlayedHead({ dossier, naming, back, kind, long = false, children }: Props) {
  const { t, named } = useTexts()
  return (
    <header className="dossier-head">
      <p className="crumbs">
        <Link to={back.to}>
          <Icon name="back" size={13} /> {back.text}
        </Link>
        <span>{kind}</span>
      </p>
      <Versions of={dossier.title}>
        {(choice) => (
          <h1 className={long ? 'title-long' : ''}>
            <Said value={dossier.title} /> {choice}
          </h1>
        )}
      </Versions>
      <div className="facts">
        <span className="stage">{naming.state(dossier.state)}</span>
        {children}
        {dossier.level && <span>{t('dossier.level', { level: named('level', dossier.level) })}</span>}
        {dossier.waits !== null && (
          <span>
            {t('desk.moves')} <SideWord party={dossier.waits} />
          </span>
        )}
        <Link to={{ page: 'dossier', id: dossier.id }}>{t('record.ladder')}</Link>
      </div>
      <Button
        className="print-button"
        type="text"
        icon={<Icon name="print" />}
        onClick={() => print()}
        aria-label={t('page.print')}
      />
    </header>
  )
}
