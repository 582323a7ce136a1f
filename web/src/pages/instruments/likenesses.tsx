import { useNaming } from '../../declared/use-naming.ts'
import { Plain } from '../../parts/said.tsx'
import { Link } from '../../route/use-route.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { type Instrument, likenessOf } from './instrument.ts'
import { TieNotes, Ties } from './ties.tsx'

interface Props {
  instrument: Instrument
  all: ReadonlyMap<string, Instrument>
}

/** What it may be the same as. Nobody has proven it, so the two stay apart. */
export function Likenesses({ instrument, all }: Props) {
  const { t } = useTexts()
  const naming = useNaming()(instrument.row)
  const found = likenessOf(instrument.id, all)
  if (found.length === 0) return null
  return (
    <section className="sheet sheet-doubt" aria-labelledby="likeness">
      <h2 id="likeness">{t('instrument.possibly')}</h2>
      <ul className="side-rows">
        {found.map(({ other, ties }) => (
          <li key={other.id}>
            <Link to={{ page: 'instrument', id: other.id }}>
              <Plain value={other.row.title} />
            </Link>
            <span className="soft small">
              <Ties ties={ties} naming={naming} /> · {t('instrument.not-proven')}
            </span>
            <span className="small">
              <TieNotes ties={ties} naming={naming} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
