import { Input } from 'antd'
import { type FocusEvent, useState } from 'react'
import { Distance } from '../../parts/distance.tsx'
import { dateOrderOf, partialDateOf, zoneOf } from '../../text/format.ts'
import { useTexts } from '../../text/use-texts.tsx'
import { now } from '../../time/now.ts'
import {
  clockOf,
  type DateParts,
  dateOfParts,
  isDate,
  isPart,
  partsOfDate,
  timeOf,
  withPart,
} from '../date-parts.ts'
import { described } from '../described.ts'
import type { InputOf } from '../input.ts'
import { Boxes } from './boxes.tsx'

/** Whether none of the boxes of one line has the focus any more: until then a date may be half typed. */
function useLeft() {
  const [isLeft, setLeft] = useState(false)
  const boxes = {
    onFocus: () => setLeft(false),
    onBlur: ({ currentTarget, relatedTarget }: FocusEvent<HTMLInputElement>) =>
      setLeft(!currentTarget.closest('.inline')?.contains(relatedTarget)),
  }
  return { isLeft, boxes }
}

/** Three boxes in the order of the language: a date is typed, not hunted for in a calendar. */
function DateBoxes({
  id,
  parts,
  onParts,
  invalid,
  left: { isLeft, boxes },
}: {
  id: string
  parts: DateParts
  onParts(parts: DateParts): void
  invalid: boolean
  left: ReturnType<typeof useLeft>
}) {
  const { t, language } = useTexts()
  const order = dateOrderOf(language)
  const written = dateOfParts(parts)
  // Where one box is wrong by itself, it alone is marked; a day that its month has not is wrong in all.
  const isPartWrong = order.some((part) => !isPart(part, parts[part]))
  const isWhole = !isPartWrong && (invalid || (isLeft && written !== '' && !isDate(written)))
  return (
    <>
      {order.map((part, at) => {
        const isWrong = isWhole || ((isLeft || invalid) && !isPart(part, parts[part]))
        return (
          <Input
            key={part}
            id={at === 0 ? id : `${id}-${part}`}
            className={`date-box date-box-${part}`}
            inputMode="numeric"
            autoComplete="off"
            placeholder={t(`form.${part}`)}
            aria-label={t(`form.${part}`)}
            status={isWrong ? 'error' : ''}
            aria-invalid={isWrong}
            {...(isWrong ? described(id) : {})}
            value={parts[part]}
            onChange={(event) => onParts(withPart(parts, part, event.target.value))}
            {...boxes}
          />
        )
      })}
    </>
  )
}

export function DateInput({
  id,
  value,
  onChange,
  invalid,
  field,
}: Pick<InputOf<'date'>, 'id' | 'value' | 'onChange' | 'invalid'> & Partial<Pick<InputOf<'date'>, 'field'>>) {
  const { language } = useTexts()
  const date = (value ?? {}) as { date?: string; inferred?: string }
  const [parts, setParts] = useState(() => partsOfDate(date.date ?? ''))
  const left = useLeft()
  function put(next: DateParts): void {
    setParts(next)
    const written = dateOfParts(next)
    onChange(written === '' ? undefined : { ...date, date: written })
  }
  const written = dateOfParts(parts)
  return (
    <Boxes id={id}>
      <DateBoxes id={id} parts={parts} onParts={put} invalid={invalid} left={left} />
      <span className="soft">{isDate(written) ? partialDateOf(language, written) : ''}</span>
      {isDate(written) && <Distance of={written} tense={field?.tense} />}
    </Boxes>
  )
}

export function TimeInput({ id, field, value, onChange, invalid }: InputOf<'time'>) {
  const { t, moment, language } = useTexts()
  const zone = zoneOf(language, typeof value === 'number' ? value : now())
  const given = typeof value === 'number' ? new Date(value * 1000) : null
  const [parts, setParts] = useState<DateParts>(() => ({
    day: given ? String(given.getDate()) : '',
    month: given ? String(given.getMonth() + 1) : '',
    year: given ? String(given.getFullYear()).padStart(4, '0') : '',
  }))
  const [clock, setClock] = useState(
    given ? `${given.getHours()}:${String(given.getMinutes()).padStart(2, '0')}` : '',
  )
  const left = useLeft()
  const isClockWrong = invalid || (left.isLeft && value !== undefined && typeof value !== 'number')
  function put(nextParts: DateParts, nextClock: string): void {
    setParts(nextParts)
    setClock(nextClock)
    onChange(timeOf(dateOfParts(nextParts), nextClock))
  }
  return (
    <Boxes id={id}>
      <DateBoxes id={id} parts={parts} onParts={(next) => put(next, clock)} invalid={invalid} left={left} />
      <Input
        className="date-box date-box-clock"
        inputMode="numeric"
        autoComplete="off"
        placeholder="00:00"
        aria-label={t('form.clock')}
        status={isClockWrong ? 'error' : ''}
        aria-invalid={isClockWrong}
        {...(isClockWrong ? described(id) : {})}
        value={clock}
        onChange={(event) => put(parts, clockOf(event.target.value))}
        {...left.boxes}
      />
      <span className="soft">
        {typeof value === 'number' ? moment(value) : ''} {zone}
      </span>
      <Distance of={value} tense={field.tense} />
    </Boxes>
  )
}
