import { Button } from 'antd'
import { useSession } from '../../api/session.tsx'
import type { Dossier } from '../../api/types.ts'
import type { Naming } from '../../declared/naming.ts'
import { Icon } from '../../parts/icon.tsx'
import { SideWord } from '../../parts/party.tsx'
import { RefLink } from '../../parts/ref-link.tsx'
import { Plain, Said, Versions } from '../../parts/said.tsx'
import { WordChip } from '../../parts/word-chip.tsx'
import { routeTo } from '../../route/route.ts'
import { Link } from '../../route/use-route.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { Hands } from './hands.tsx'

/** Both sides' numbers; a side that gave none is not hidden. */
function Numbers({ dossier }: { dossier: Dossier }) {
  const { t } = useTexts()
  const session = useSession()
  const other = Object.keys(session.sides).find((side) => side !== session.side && side in dossier.numbers)
  return (
    <>
      {[session.side, other].map((side) =>
        side === undefined || !dossier.numbers[side] ? null : (
          <span key={side}>
            {t(side === session.side ? 'ladder.ours' : 'ladder.theirs')}{' '}
            <b className={side === session.side ? 'number-ours' : 'number-theirs'}>{dossier.numbers[side]}</b>
          </span>
        ),
      )}
    </>
  )
}

/** What it is filed under, by the title the server gave with it. */
function Under({ dossier, id, content }: { dossier: Dossier; id: string; content: string | null }) {
  const parent = dossier.parents.find((one) => one.id === id)
  if (!parent) return <RefLink id={id} content={content} />
  return (
    <Link to={routeTo(parent)}>
      <Plain value={parent.title} />
      {content !== null && content !== '' && ` · ${content}`}
    </Link>
  )
}

export function DossierHead({ dossier, naming }: { dossier: Dossier; naming: Naming }) {
  const { t, named } = useTexts()
  const page = routeTo(dossier)
  return (
    <header className="dossier-head">
      <p className="crumbs">
        <Link to={{ page: 'desk' }} className="crumb-back">
          <Icon name="back" size={13} /> {t('nav.desk')}
        </Link>
        <span>{naming.name}</span>
      </p>
      <Versions of={dossier.title}>
        {(choice) => (
          <h1>
            <Said value={dossier.title} /> {choice}
          </h1>
        )}
      </Versions>
      <p className="facts">
        <Numbers dossier={dossier} />
        {dossier.level && (
          <span>
            {t('dossier.level', { level: named('level', dossier.level) })}{' '}
            {dossier.moving && !dossier.provisional && <WordChip words={['on-its-way']} />}
          </span>
        )}
        <span title={t('dossier.keeper-means')}>
          {t('dossier.keeper')} <SideWord party={dossier.keeper} />
        </span>
        {naming.declared?.procedure.plays === null && <Hands dossier={dossier} />}
        {dossier.under.map((one) => (
          <span key={`${one.dossier} ${one.content}`}>
            {t('dossier.under')} <Under dossier={dossier} id={one.dossier} content={one.content} />
          </span>
        ))}
        {page.page !== 'dossier' && <Link to={page}>{t('dossier.its-page')}</Link>}
      </p>
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
