import { useMemo } from 'react'
import { useDeclarations } from '../../api/queries.ts'
import { useSigned } from '../../api/session.tsx'
import { slotChoice } from '../../declared/slots.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { NothingOnRecord } from '../../parts/nothing-on-record.tsx'
import { PartialDate } from '../../parts/partial-date.tsx'
import { Plain } from '../../parts/said.tsx'
import { useFrames } from '../../parts/use-frames.ts'
import { Failure, Waiting } from '../../parts/waiting.tsx'
import { Link } from '../../route/use-route.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { type ContentCounts, countContents } from '../commitments/content.ts'
import type { Instrument } from './instrument.ts'
import { SaidAtMeetings } from './said-at-meetings.tsx'
import { treeOf } from './tree.ts'
import { useInstruments } from './use-instruments.ts'

interface RowProps {
  of: Instrument
  depth: number
  counts: ContentCounts | undefined
}

function Row({ of, depth, counts }: RowProps) {
  const { t, number } = useTexts()
  const naming = useNaming()(of.row)
  return (
    <tr className={`tree-row tree-depth-${Math.min(depth, 6)}`}>
      <td className="cell-title">
        <span className="tree-title">
          {depth > 0 && <span className="tree-elbow" aria-hidden="true" />}
          <span>
            <Link className="row-link" to={{ page: 'instrument', id: of.id }}>
              <Plain value={of.row.title} />
            </Link>
            {of.unproven.length > 0 && (
              <span className="under-line">
                {t('instrument.possibly-count', { count: of.unproven.length })}
              </span>
            )}
          </span>
        </span>
      </td>
      <td>{slotChoice(naming, of.row.slots, 'kind')}</td>
      <td className="cell-above">{of.signed !== null && <PartialDate value={of.signed} />}</td>
      <td>{naming.state(of.row.state)}</td>
      <td className="right">{counts !== undefined && counts.binding > 0 && number(counts.binding)}</td>
      <td className="right soft">{counts !== undefined && counts.free > 0 && number(counts.free)}</td>
    </tr>
  )
}

/** What the two sides have put their names to, from the leaders' words down to the plan. */
export function Instruments() {
  const { t } = useTexts()
  const { relation } = useSigned()
  const declarations = useDeclarations()
  const { of, pending, fault, again } = useFrames(relation.id, 'instrument', 'commitment', 'meeting')
  const all = useInstruments(of.instrument)
  const counts = useMemo(() => countContents(of.commitment, declarations), [of.commitment, declarations])
  if (fault) return <Failure fault={fault} again={again} />
  if (pending) return <Waiting rows={8} tall />
  const branches = treeOf(
    [...all.values()].map((one) => ({
      id: one.id,
      parents: one.parents.map(({ dossier }) => dossier),
      order: one.signed?.date ?? '9',
      of: one,
    })),
  )
  return (
    <div className="instruments">
      <div className="page-head">
        <h1>{t('instrument.page')}</h1>
        <p className="soft page-sub">{t('instrument.what')}</p>
      </div>
      {branches.length === 0 ? (
        <NothingOnRecord title={t('instrument.empty')} />
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
              <th scope="col" className="col col-date">
                {t('instrument.date')}
              </th>
              <th scope="col" className="col col-state">
                {t('instrument.stage')}
              </th>
              <th scope="col" className="col col-count right">
                {t('instrument.binding')}
              </th>
              <th scope="col" className="col col-count right">
                {t('instrument.free')}
              </th>
            </tr>
          </thead>
          <tbody>
            {branches.map(({ item, depth }) => (
              <Row key={item.id} of={item.of} depth={depth} counts={counts.get(item.id)} />
            ))}
          </tbody>
        </table>
      )}
      <SaidAtMeetings meetings={of.meeting} contents={of.commitment} instruments={all} />
    </div>
  )
}
