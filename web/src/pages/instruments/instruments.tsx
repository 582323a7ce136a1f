import { useNaming } from '../../declared/use-naming.ts'
import { Plain } from '../../parts/said.tsx'
import { Failure, Nothing, Waiting } from '../../parts/waiting.tsx'
import { Link } from '../../route/use-route.tsx'
import { partialDateOf } from '../../text/format.ts'
import { useTexts } from '../../text/use-texts.tsx'
import { type Instrument, totalOf } from './instrument.ts'
import { treeOf } from './tree.ts'
import { useInstruments } from './use-instruments.ts'

function Counted({ of }: { of: Instrument }) {
  const { t } = useTexts()
  const binding = of.contents.filter((one) => one.binding).length
  const rest = of.contents.length - binding
  const total = totalOf(Object.values(of.dossier?.counts ?? {}).flat())
  return (
    <>
      <td>
        {of.contents.length > 0 && t('instrument.binding-count', { count: binding })}
        {rest > 0 && <span className="under-line">{t('instrument.free-count', { count: rest })}</span>}
      </td>
      <td>
        {total.asked > 0 && t('count.line', { asked: total.asked, answered: total.answered })}
        {total.overdue > 0 && (
          <span className="under-line due-late">{t('count.overdue', { count: total.overdue })}</span>
        )}
      </td>
    </>
  )
}

function Row({ of, depth }: { of: Instrument; depth: number }) {
  const { language } = useTexts()
  const naming = useNaming()(of.row)
  return (
    <tr className={`tree-row tree-depth-${Math.min(depth, 6)}`}>
      <td className="cell-title">
        <span className="tree-title">
          {depth > 0 && <span className="tree-elbow" aria-hidden="true" />}
          <Link className="row-link" to={{ page: 'instrument', id: of.id }} aria-level={depth + 1}>
            <Plain value={of.row.title} />
          </Link>
        </span>
      </td>
      <td>{of.kind !== null && of.kindField !== null && naming.choice(of.kindField, of.kind)}</td>
      <td className="nowrap">{of.signed !== null && partialDateOf(language, of.signed)}</td>
      <td>{naming.state(of.row.state)}</td>
      <Counted of={of} />
    </tr>
  )
}

/** What the two sides have put their names to, from the leaders' words down to the plan. */
export function Instruments() {
  const { t } = useTexts()
  const { all, pending, fault, again } = useInstruments()
  if (pending) return <Waiting rows={8} tall />
  if (fault && all.size === 0) return <Failure fault={fault} again={again} />
  const branches = treeOf(
    [...all.values()].map((of) => ({
      id: of.id,
      parents: of.parents.map((one) => one.dossier),
      order: of.signed ?? '9',
      of,
    })),
  )
  return (
    <div className="instruments">
      <div className="page-head">
        <h1>{t('nav.instruments')}</h1>
        <p className="soft page-sub">{t('instrument.what')}</p>
      </div>
      {branches.length === 0 ? (
        <Nothing title={t('instrument.empty')} />
      ) : (
        <table className="desk-table tree-table">
          <thead>
            <tr>
              <th scope="col" className="col col-title">
                {t('instrument.title')}
              </th>
              <th scope="col" className="col col-kind">
                {t('instrument.kind')}
              </th>
              <th scope="col" className="col col-state">
                {t('instrument.date')}
              </th>
              <th scope="col" className="col col-due">
                {t('instrument.stage')}
              </th>
              <th scope="col" className="col">
                {t('instrument.contents')}
              </th>
              <th scope="col" className="col">
                {t('instrument.requests')}
              </th>
            </tr>
          </thead>
          <tbody>
            {branches.map(({ item, depth }) => (
              <Row key={item.id} of={item.of} depth={depth} />
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}
