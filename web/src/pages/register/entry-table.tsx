import { useDeclarations } from '../../api/queries.ts'
import type { RegisterEntry } from '../../api/types.ts'
import { actNameIn } from '../../declared/naming.ts'
import { Link } from '../../route/use-route.tsx'
import { useTexts } from '../../text/use-texts.tsx'

function What({ entry }: { entry: RegisterEntry }) {
  const { named, language } = useTexts()
  const declarations = useDeclarations()
  const kind = named('kind', entry.kind)
  const words = entry.act === null ? kind : actNameIn(declarations, entry.act, language)
  if (entry.dossier === null) return <span className={entry.act === null ? 'soft' : ''}>{words}</span>
  return <Link to={{ page: 'dossier', id: entry.dossier }}>{words}</Link>
}

/** The latest entries of one log, newest first. */
export function EntryTable({ entries }: { entries: readonly RegisterEntry[] }) {
  const { t, number, moment, fullMoment } = useTexts()
  return (
    <table className="entries">
      <thead>
        <tr>
          <th scope="col" className="right">
            {t('register.index')}
          </th>
          <th scope="col">{t('register.kind')}</th>
          <th scope="col">{t('register.time')}</th>
          <th scope="col">{t('register.leaf')}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.index}>
            <td className="right log-index">{number(entry.index)}</td>
            <td>
              <What entry={entry} />
            </td>
            {entry.time === null ? (
              <td className="soft">—</td>
            ) : (
              <td title={fullMoment(entry.time)}>{moment(entry.time)}</td>
            )}
            <td>
              {entry.leaf === null ? (
                <span className="soft">—</span>
              ) : (
                <code title={entry.leaf}>{entry.leaf.slice(0, 8)}</code>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
