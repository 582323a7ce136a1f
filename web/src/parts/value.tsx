import type { Tense } from '@counterpart/casework/language'
import type { ReactNode } from 'react'
import { useSession } from '../api/session.tsx'
import type { Field } from '../api/types.ts'
import { bytesOf, fileSaid } from '../declared/file-said.ts'
import type { Naming } from '../declared/naming.ts'
import { rowsIn } from '../declared/read.ts'
import { isYear } from '../declared/year.ts'
import { durationOf, partialDateOf, zoneOf } from '../text/format.ts'
import { useTexts } from '../text/use-texts.tsx'
import { instantOf } from '../time/instant.ts'
import { Chips } from './chips.tsx'
import { Copy } from './copy.tsx'
import { DistanceWeighed } from './distance.tsx'
import { OfficeOfState } from './office.tsx'
import { PartialDate } from './partial-date.tsx'
import { Parties } from './party.tsx'
import { RefLink } from './ref-link.tsx'
import { Plain, Said } from './said.tsx'
import { useFold } from './use-fold.tsx'

type AnyField = Field | Omit<Field, 'part'>
type ListField = Extract<Field, { kind: 'list' }>

export interface Shown {
  value: unknown
  field: AnyField
  name: string
  naming: Naming
  /** Texts without their versions: in a cell of a table. */
  plain?: boolean
  choice?: (value: string) => string
}

function tenseOf(field: AnyField): Tense | undefined {
  return 'tense' in field ? (field as { tense?: Tense }).tense : undefined
}

function Person({ value }: { value: unknown }) {
  const { t, language } = useTexts()
  const person = value as { names?: { text: string; language: string }[]; born?: string; paper?: string }
  return (
    <span className="person">
      {(person.names ?? []).map((name) => (
        <span key={`${name.language} ${name.text}`} lang={name.language} className="person-name">
          {name.text}
        </span>
      ))}
      {person.born && (
        <span className="soft">{t('value.born', { date: partialDateOf(language, person.born) })}</span>
      )}
      {person.paper && <span className="soft">{t('value.paper', { number: person.paper })}</span>}
    </span>
  )
}

function Place({ value }: { value: unknown }) {
  const { t, named } = useTexts()
  const place = value as Partial<Record<'kind' | 'name' | 'from' | 'to' | 'lat' | 'lon', string>>
  const span = [place.from, place.to].filter(Boolean).join(' – ')
  return (
    <span>
      {place.name}
      {span && t('value.bracketed', { said: span })}{' '}
      {place.kind && <span className="soft">· {named('place', place.kind)}</span>}
      {place.lat && (
        <span className="soft">
          {' '}
          · {place.lat}, {place.lon}
        </span>
      )}
    </span>
  )
}

/** How many rows of a list stand in a card at first. */
const FIRST = 6
/** A table of more columns is wider than a card. */
const MOST_COLUMNS = 3

function Rows({ shown }: { shown: Shown }) {
  const { field, naming, name } = shown
  const { t, number } = useTexts()
  const rows = rowsIn(shown.value)
  const { hides, more } = useFold(rows.length, FIRST)
  if (field.kind !== 'list') return null
  const list = field as ListField
  const columns = Object.keys(list.row).filter((column) => rows.some((row) => row[column] !== undefined))
  const cell = (row: Record<string, unknown>, column: string) =>
    row[column] !== undefined && (
      <Value
        value={row[column]}
        field={list.row[column] ?? { kind: 'line', max: 0 }}
        name={column}
        naming={naming}
        plain
      />
    )
  if (columns.length > MOST_COLUMNS)
    return (
      <>
        <ul className="stacked">
          {rows.map((row, at) => (
            <li key={JSON.stringify(row)} className={hides(at) ? 'folded' : ''}>
              <dl>
                {columns.map((column) =>
                  row[column] === undefined ? null : (
                    <div key={column}>
                      <dt>{naming.row(name, column)}</dt>
                      <dd>{cell(row, column)}</dd>
                    </div>
                  ),
                )}
              </dl>
            </li>
          ))}
        </ul>
        {more}
      </>
    )
  // Rows of one column, such as questions, are spoken of by their numbers.
  const numbered = columns.length === 1 && rows.length > 1
  return (
    <>
      <div className="rows-scroll">
        <table className="rows">
          <thead {...(columns.length === 1 ? { className: 'unseen' } : {})}>
            <tr>
              {numbered && <th scope="col">{t('register.index')}</th>}
              {columns.map((column) => (
                <th key={column} scope="col">
                  {naming.row(name, column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={JSON.stringify(row)} className={hides(at) ? 'folded' : ''}>
                {numbered && (
                  <th scope="row" className="row-number">
                    {number(at + 1)}
                  </th>
                )}
                {columns.map((column) => (
                  <td key={column}>{cell(row, column)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more}
    </>
  )
}

function References({ value }: { value: unknown }) {
  const all = (Array.isArray(value) ? value : [value]) as { dossier?: string; content?: string }[]
  return (
    <>
      {all.map((one) =>
        one?.dossier ? (
          <RefLink key={`${one.dossier} ${one.content}`} id={one.dossier} content={one.content ?? null} />
        ) : null,
      )}
    </>
  )
}

/** One line; where it names parties and nothing else, their names. */
function Line({ value }: { value: string }) {
  const { sides } = useSession()
  const words = value.split(' ')
  if (!words.every((word) => word in sides)) return <>{value}</>
  return <Parties parties={words} />
}

/** A moment that was stated: two officers on the telephone read it in two zones. */
function Moment({ seconds, tense }: { seconds: number; tense: Tense | undefined }) {
  const { moment, fullMoment, language } = useTexts()
  return (
    <>
      <time dateTime={instantOf(seconds).toISOString()} title={fullMoment(seconds)}>
        {moment(seconds)}
      </time>{' '}
      <span className="soft">{zoneOf(language, seconds)}</span>
      <DistanceWeighed of={seconds} tense={tense} />
    </>
  )
}

function FileName({ value }: { value: unknown }) {
  const { language } = useTexts()
  const said = fileSaid(value)
  if (!said) return <span className="soft">—</span>
  return (
    <>
      {said.name} <span className="soft">· {bytesOf(language, said.bytes)}</span>
    </>
  )
}

/** The value of one field as its kind is read. */
export function Value(shown: Shown): ReactNode {
  const { value, field, name, naming } = shown
  const { t, language, number } = useTexts()
  if (value === undefined || value === null) return <span className="soft">—</span>
  switch (field.kind) {
    case 'text':
      if (!shown.plain) return <Said value={value} />
      return (
        <span className="said">
          <Plain value={value} />
        </span>
      )
    case 'choice':
      return (shown.choice ?? ((one: string) => naming.choice(name, one)))(String(value))
    case 'choices':
      return (
        <Chips
          words={(Array.isArray(value) ? value : [value]).map((one) => naming.choice(name, String(one)))}
        />
      )
    case 'flag':
      return t(value === true ? 'value.yes' : 'value.no')
    case 'count':
      return typeof value === 'number' && !isYear(field) ? number(value) : String(value)
    case 'date':
      return <PartialDate value={value} tense={tenseOf(field)} />
    case 'time':
      return typeof value === 'number' ? <Moment seconds={value} tense={tenseOf(field)} /> : String(value)
    case 'duration':
      return durationOf(language, String(value))
    case 'reference':
      return <References value={value} />
    case 'digest':
      return <Copy whole={String(value)} short={`${String(value).slice(0, 12)}…`} />
    case 'office':
      return <OfficeOfState code={String(value)} />
    case 'person':
      return <Person value={value} />
    case 'place':
      return <Place value={value} />
    case 'list':
      return <Rows shown={shown} />
    case 'file':
      return <FileName value={value} />
    case 'line':
      return <Line value={String(value)} />
  }
}
