import { Input } from 'antd'
import { useState } from 'react'
import { dateOrderOf, partialDateOf } from '../../text/format.ts'
import { useTexts } from '../../text/use-texts.tsx'
import { type DateParts, dateOfParts, isDate, partsOfDate, timeOf } from '../date-parts.ts'
import type { InputOf } from '../input.ts'

const SIZES = { day: 2, month: 2, year: 4 } as const

/** Three boxes in the order of the language: a date is typed, not hunted for in a calendar. */
function DateBoxes({
  id,
  parts,
  onParts,
  invalid,
}: {
  id: string
  parts: DateParts
  onParts(parts: DateParts): void
  invalid: boolean
}) {
  const { t, language } = useTexts()
  return (
    <>
      {dateOrderOf(language).map((part, at) => (
        <Input
          key={part}
          id={at === 0 ? id : `${id}-${part}`}
          className={`date-box date-box-${part}`}
          inputMode="numeric"
          autoComplete="off"
          placeholder={t(`form.${part}`)}
          aria-label={t(`form.${part}`)}
          maxLength={SIZES[part]}
          status={invalid ? 'error' : ''}
          value={parts[part]}
          onChange={(event) => onParts({ ...parts, [part]: event.target.value.replaceAll(/\D/g, '') })}
        />
      ))}
    </>
  )
}

export function DateInput({ id, value, onChange, invalid }: InputOf<'date'>) {
  const { language } = useTexts()
  const date = (value ?? {}) as { date?: string; inferred?: string }
  const [parts, setParts] = useState(() => partsOfDate(date.date ?? ''))
  function put(next: DateParts): void {
    setParts(next)
    const written = dateOfParts(next)
    onChange(written === '' ? undefined : { ...date, date: written })
  }
  const written = dateOfParts(parts)
  return (
    <div className="inline">
      <DateBoxes id={id} parts={parts} onParts={put} invalid={invalid} />
      <span className="soft">{isDate(written) ? partialDateOf(language, written) : ''}</span>
    </div>
  )
}

export function TimeInput({ id, value, onChange, invalid }: InputOf<'time'>) {
  const { t, moment } = useTexts()
  const given = typeof value === 'number' ? new Date(value * 1000) : null
  const [parts, setParts] = useState<DateParts>(() => ({
    day: given ? String(given.getDate()) : '',
    month: given ? String(given.getMonth() + 1) : '',
    year: given ? String(given.getFullYear()) : '',
  }))
  const [clock, setClock] = useState(
    given ? `${given.getHours()}:${String(given.getMinutes()).padStart(2, '0')}` : '',
  )
  function put(nextParts: DateParts, nextClock: string): void {
    setParts(nextParts)
    setClock(nextClock)
    onChange(timeOf(dateOfParts(nextParts), nextClock))
  }
  return (
    <div className="inline">
      <DateBoxes id={id} parts={parts} onParts={(next) => put(next, clock)} invalid={invalid} />
      <Input
        className="date-box date-box-clock"
        inputMode="numeric"
        autoComplete="off"
        placeholder="00:00"
        aria-label={t('form.clock')}
        maxLength={5}
        status={invalid ? 'error' : ''}
        value={clock}
        onChange={(event) => put(parts, event.target.value.replaceAll(/[^\d:]/g, ''))}
      />
      <span className="soft">
        {typeof value === 'number' ? moment(value) : Intl.DateTimeFormat().resolvedOptions().timeZone}
      </span>
    </div>
  )
}
