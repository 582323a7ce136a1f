import type { Naming } from '../../declared/naming.ts'
import { Icon } from '../../parts/icon.tsx'
import { SideWord } from '../../parts/party.tsx'
import { Said, Versions } from '../../parts/said.tsx'
import { Link } from '../../route/use-route.tsx'
import { partialDateOf } from '../../text/format.ts'
import { useTexts } from '../../text/use-texts.tsx'
import type { Instrument } from './instrument.ts'

export function InstrumentHead({ instrument, naming }: { instrument: Instrument; naming: Naming }) {
  const { t, language } = useTexts()
  const { row, kind, kindField, signed } = instrument
  return (
    <header className="dossier-head">
      <p className="crumbs">
        <Link to={{ page: 'instruments' }}>
          <Icon name="back" size={13} /> {t('nav.instruments')}
        </Link>
        {kind !== null && kindField !== null && <span>{naming.choice(kindField, kind)}</span>}
      </p>
      <Versions of={row.title}>
        {(choice) => (
          <h1>
            <Said value={row.title} /> {choice}
          </h1>
        )}
      </Versions>
      <p className="facts">
        <span className="stage">{naming.state(row.state)}</span>
        {signed !== null && <span>{t('instrument.signed', { date: partialDateOf(language, signed) })}</span>}
        {row.waits !== null && (
          <span>
            {t('desk.moves')} <SideWord party={row.waits} />
          </span>
        )}
        <Link to={{ page: 'dossier', id: row.id }}>{t('instrument.ladder')}</Link>
      </p>
    </header>
  )
}
