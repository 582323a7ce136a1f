import type { Tense } from '@counterpart/casework/language'
import { Popover } from 'antd'
import { dateOf, type Slots } from '../declared/read.ts'
import { whenOf } from '../declared/when.ts'
import { daySpanOf, partialDateOf } from '../text/format.ts'
import { useTexts } from '../text/use-texts.tsx'
import { DistanceWeighed } from './distance.tsx'

/** A small mark beside a date of which a part stands in no source; it opens the reason. */
function Inferred({ because }: { because: unknown }) {
  const { t, pick } = useTexts()
  const reason = pick(because)
  return (
    <>
      <Popover
        content={<p className="inferred-why">{t('value.inferred', { reason })}</p>}
        trigger={['hover', 'focus']}
      >
        <button type="button" className="inferred" aria-label={t('value.inferred', { reason })}>
          ?
        </button>
      </Popover>
      <span className="inferred-printed">
        {t('value.bracketed', { said: t('value.inferred', { reason }) })}
      </span>
    </>
  )
}

/** A date as exactly as it was written, with the reason for whatever was inferred. */
export function PartialDate({ value, tense }: { value: unknown; tense?: Tense | undefined }) {
  const { language } = useTexts()
  const date = dateOf(value)
  if (!date) return <span className="soft">—</span>
  return (
    <span className="partial-date">
      <time dateTime={date.date}>{partialDateOf(language, date.date)}</time>
      {date.inferred !== null && <Inferred because={date.inferred} />}
      <DistanceWeighed of={date.date} tense={tense} />
    </span>
  )
}

/** From one date to another; one date where they are the same, or only one is known. */
export function DateSpan({ from, until }: { from: unknown; until: unknown }) {
  const { language } = useTexts()
  const [begin, end] = [dateOf(from), dateOf(until)]
  if (!end || end.date === begin?.date) return <PartialDate value={from} />
  const written = begin && daySpanOf(language, begin.date, end.date)
  if (!begin || !written)
    return (
      <span className="date-span">
        {begin ? <PartialDate value={begin} /> : <span className="soft">…</span>} –{' '}
        <PartialDate value={end} />
      </span>
    )
  const inferred = [begin, end].find((one) => one.inferred !== null)
  return (
    <span className="date-span">
      {written}
      {inferred && <Inferred because={inferred.inferred} />}
    </span>
  )
}

/** When something was; where no day is known, the earliest it can have been. */
export function When({ slots }: { slots: Slots }) {
  const { t } = useTexts()
  const when = whenOf(slots)
  if (slots.begins !== undefined) return <DateSpan from={slots.begins} until={slots.ends} />
  if (when) return <PartialDate value={when} />
  if (slots['not-before'] === undefined) return <span className="soft">{t('value.no-date')}</span>
  return (
    <span className="soft">
      {t('value.not-before')} <PartialDate value={slots['not-before']} />
    </span>
  )
}
