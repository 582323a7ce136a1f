import { type KeyboardEvent, useRef } from 'react'
import { useSession } from '../../api/session.tsx'
import type { DeskRow } from '../../api/types.ts'
import { isForEither } from '../../declared/either.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { Countdown } from '../../parts/countdown.tsx'
import { Icon } from '../../parts/icon.tsx'
import { SideWord } from '../../parts/party.tsx'
import { Plain } from '../../parts/said.tsx'
import { WordChip } from '../../parts/word-chip.tsx'
import { routeTo } from '../../route/route.ts'
import { Link } from '../../route/use-route.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { useNow } from '../../time/use-now.ts'
import { type Group, groupDesk, groupOf } from './group.ts'

function Numbers({ row }: { row: DeskRow }) {
  const { t } = useTexts()
  const session = useSession()
  const sides = Object.keys(row.numbers).toSorted(
    (a, b) => Number(b === session.side) - Number(a === session.side),
  )
  const given = sides.filter((side) => row.numbers[side])
  return (
    <span className="numbers">
      {row.unheld && <span className="badge">{t('desk.unheld')}</span>}
      {row.damaged && <span className="badge">{t('desk.damaged')}</span>}
      {row.recalled && <span className="badge">{t('desk.recalled')}</span>}
      {row.unopened && <span className="badge">{t('desk.unopened')}</span>}
      {given.map((side) => (
        <span key={side} className={side === session.side ? 'number-ours' : 'number-theirs'}>
          {row.numbers[side]}
        </span>
      ))}
    </span>
  )
}

function Due({ row, group }: { row: DeskRow; group: Group }) {
  const { t, until } = useTexts()
  if (row.due === null && !row.paused) return <span className="soft">{t('clock.none')}</span>
  return (
    <>
      <span className={`due due-${group}`}>
        {group === 'paused' ? (
          <>
            <Icon name="pause" size={13} /> {t('clock.paused')}
          </>
        ) : (
          row.due !== null && <Countdown due={row.due} paused={null} />
        )}
      </span>
      {group !== 'paused' && row.due !== null && <span className="under-line">{until(row.due)}</span>}
    </>
  )
}

function LastAct({ row }: { row: DeskRow }) {
  const { moment, t } = useTexts()
  const naming = useNaming()(row)
  if (!row.lastAct) return null
  return (
    <>
      <span className="last-act">
        {naming.done(row.lastAct.act)} <WordChip words={[row.lastAct.word]} />
      </span>
      <span className="under-line">
        <SideWord party={row.lastAct.side} /> · {moment(row.lastAct.time)}
        {row.onWay > 1 && ` · ${t('desk.on-way', { count: row.onWay })}`}
      </span>
    </>
  )
}

function Row({
  row,
  at,
  onKeyDown,
}: {
  row: DeskRow
  at: number
  onKeyDown(event: KeyboardEvent<HTMLAnchorElement>): void
}) {
  const { t, named } = useTexts()
  const naming = useNaming()(row)
  const group = groupOf(row, at)
  return (
    <tr className={`desk-row desk-${group}${row.unopened ? ' desk-unopened' : ''}`}>
      <td className="cell-title">
        <Link to={routeTo(row)} className="row-link" onKeyDown={onKeyDown}>
          <Plain value={row.title} />
        </Link>
        <Numbers row={row} />
      </td>
      <td>
        {naming.name}
        {row.level && (
          <span className="under-line">
            {named('level', row.level)}{' '}
            {row.moving && !row.provisional && <WordChip words={['on-its-way']} />}
          </span>
        )}
      </td>
      <td>
        {naming.state(row.state)} {row.provisional && <WordChip words={['on-its-way']} />}
        <span className="under-line">
          {row.waits !== null ? (
            <>
              {t('desk.moves')} <SideWord party={row.waits} />
            </>
          ) : (
            t(isForEither(naming.declared, row.state) ? 'desk.either-moves' : 'desk.nobody-moves')
          )}
        </span>
      </td>
      <td className="cell-due">
        <Due row={row} group={group} />
      </td>
      <td className="cell-last">
        <LastAct row={row} />
      </td>
    </tr>
  )
}

interface Props {
  rows: readonly DeskRow[]
  /** What was said last by the other side and is not opened yet, though the next step is not here. */
  fresh: readonly DeskRow[]
}

/** What is new, then dossiers under the headings of their clocks. Up and down go from one to the next. */
export function DeskTable({ rows, fresh }: Props) {
  const { t, number } = useTexts()
  const at = useNow(30)
  const table = useRef<HTMLTableElement>(null)
  function step(event: KeyboardEvent<HTMLAnchorElement>): void {
    const by =
      event.key === 'ArrowDown' || event.key === 'j'
        ? 1
        : event.key === 'ArrowUp' || event.key === 'k'
          ? -1
          : 0
    if (by === 0) return
    const links = [...(table.current?.querySelectorAll<HTMLAnchorElement>('a.row-link') ?? [])]
    const now = links.indexOf(event.currentTarget)
    if (now < 0) return
    event.preventDefault()
    links[Math.min(links.length - 1, Math.max(0, now + by))]?.focus()
  }
  return (
    <table className="desk-table" ref={table}>
      <thead>
        <tr>
          <th scope="col" className="col col-title">
            {t('desk.dossier')}
          </th>
          <th scope="col" className="col col-kind">
            {t('desk.procedure')}
          </th>
          <th scope="col" className="col col-state">
            {t('desk.state')}
          </th>
          <th scope="col" className="col col-due">
            {t('desk.due')}
          </th>
          <th scope="col" className="col">
            {t('desk.last')}
          </th>
        </tr>
      </thead>
      {groupDesk(rows, fresh, at).map(({ group, rows: own }) => (
        <tbody key={group} className={`desk-group desk-group-${group}`}>
          <tr className="group-head">
            <th colSpan={5} scope="rowgroup">
              {t(`desk.group-${group}`)} <span className="group-count">{number(own.length)}</span>
            </th>
          </tr>
          {own.map((row) => (
            <Row key={row.id} row={row} at={at} onKeyDown={step} />
          ))}
        </tbody>
      ))}
    </table>
  )
}
