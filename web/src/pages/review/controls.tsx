import { LEVELS } from '@counterpart/casework/language'
import { Button, Input, Select } from 'antd'
import { type FormEvent, useState } from 'react'
import type { ReviewAsked } from '../../api/queries.ts'
import type { FrameRow } from '../../api/types.ts'
import { byName } from '../../declared/when.ts'
import { RefLink } from '../../parts/ref-link.tsx'
import { searching } from '../../parts/searching.ts'
import { setParams } from '../../route/use-route.tsx'
import { partialDateOf } from '../../text/format.ts'
import { useTexts } from '../../text/use-texts.tsx'
import type { Meeting } from '../meetings/meeting.ts'
import { faultOf, scopeKey, scopeParams } from './asked.ts'
import { type QuickPeriod, quickPeriods } from './quick.ts'
import { typedOf, writtenOf } from './typed-date.ts'

interface Props {
  asked: ReviewAsked
  mechanisms: readonly FrameRow[]
  series: readonly FrameRow[]
  meetings: readonly Meeting[]
}

function ScopePick({ asked, mechanisms, series }: Omit<Props, 'meetings'>) {
  const { t, pick, named } = useTexts()
  const optionOf = (row: FrameRow) => ({ value: `within ${row.id}`, label: pick(row.title) })
  const groups = [
    { label: t('directory.mechanisms'), options: mechanisms.toSorted(byName).map(optionOf) },
    { label: t('series.title'), options: series.toSorted(byName).map(optionOf) },
    {
      label: t('form.level'),
      options: LEVELS.toReversed().map((level) => ({
        value: `level ${level}`,
        label: named('level', level),
      })),
    },
  ].filter(({ options }) => options.length > 0)
  const key = scopeKey(asked)
  const isListed = key === 'all' || groups.some(({ options }) => options.some(({ value }) => value === key))
  return (
    <div className="control control-scope">
      <label htmlFor="review-scope">{t('review.scope')}</label>
      <Select<string>
        id="review-scope"
        value={key}
        onChange={(next) => setParams(scopeParams(next))}
        showSearch={searching()}
        popupMatchSelectWidth={false}
        options={[
          { value: 'all', label: t('review.whole') },
          // A scope from an address that no list here names.
          ...(isListed || asked.within === null
            ? []
            : [{ value: key, label: <RefLink id={asked.within} content={null} /> }]),
          ...groups,
        ]}
      />
    </div>
  )
}

/** A year, a month or a day as it is typed; asked for when it is left or entered. */
function DateBox({
  id,
  label,
  value,
  hint,
  isWrong,
  onChange,
}: {
  id: string
  label: string
  value: string
  hint: string
  isWrong: boolean
  onChange(value: string): void
}) {
  const { language } = useTexts()
  const shown = typedOf(language, value)
  const [typed, type] = useState(shown)
  const [given, give] = useState(shown)
  // What was chosen elsewhere takes the place of what was typed.
  if (given !== shown) {
    give(shown)
    type(shown)
  }
  const ask = () => onChange(writtenOf(language, typed))
  return (
    <div className="control">
      <label htmlFor={id}>{label}</label>
      <Input
        id={id}
        value={typed}
        placeholder={hint}
        status={isWrong ? 'error' : ''}
        aria-invalid={isWrong}
        aria-describedby="review-dates"
        onChange={(event) => type(event.target.value)}
        onBlur={ask}
        onPressEnter={ask}
      />
    </div>
  )
}

/** The periods that the series make. */
function QuickPick({ series, meetings }: Pick<Props, 'series' | 'meetings'>) {
  const { t, pick, language } = useTexts()
  const quick = quickPeriods(series, meetings)
  const edition = (meeting: Meeting) =>
    meeting.ordinal === null
      ? partialDateOf(language, meeting.begins?.date ?? '')
      : t('meeting.edition', { ordinal: meeting.ordinal })
  const labelOf = ({ before, after }: QuickPeriod) =>
    after
      ? t('review.between', { from: edition(before), until: edition(after) })
      : t('review.since', { from: edition(before) })
  const groups = series
    .toSorted(byName)
    .map((one) => ({
      label: pick(one.title),
      options: quick.flatMap((period, at) =>
        period.series.id === one.id ? [{ value: at, label: labelOf(period) }] : [],
      ),
    }))
    .filter(({ options }) => options.length > 0)
  if (groups.length === 0) return null
  return (
    <div className="control control-quick">
      <label htmlFor="review-quick">{t('review.quick')}</label>
      <Select<number>
        id="review-quick"
        value={null as unknown as number}
        placeholder={t('review.quick-choose')}
        options={groups}
        popupMatchSelectWidth={false}
        onChange={(at) => {
          const period = quick[at]
          if (period) setParams({ from: period.from, until: period.until })
        }}
      />
    </div>
  )
}

/** What is asked: over which scope, from when until when. Everything stands in the address. */
export function Controls({ asked, mechanisms, series, meetings }: Props) {
  const { t, language } = useTexts()
  const fault = faultOf(asked)
  const forms = { month: typedOf(language, '2023-06'), day: typedOf(language, '2023-06-25') }
  return (
    <form
      className="sheet review-controls"
      aria-label={t('review.ask')}
      onSubmit={(event: FormEvent) => event.preventDefault()}
    >
      <ScopePick asked={asked} mechanisms={mechanisms} series={series} />
      <fieldset className="control-period" aria-label={t('review.period')}>
        <DateBox
          id="review-from"
          label={t('review.from')}
          value={asked.from ?? ''}
          hint={t('review.from-beginning')}
          isWrong={fault?.at === 'from'}
          onChange={(from) => setParams({ from: from === '' ? null : from })}
        />
        <DateBox
          id="review-until"
          label={t('review.to')}
          value={asked.until}
          hint={t('review.today')}
          isWrong={fault?.at === 'until'}
          onChange={(until) => setParams({ until: until === '' ? null : until })}
        />
      </fieldset>
      <QuickPick series={series} meetings={meetings} />
      <Button onClick={() => setParams({ from: null, until: null })}>{t('review.whole-record')}</Button>
      <p id="review-dates" className={fault === null ? 'soft small' : 'control-fault'} role="status">
        {t(fault === null ? 'review.dates-mean' : `review.fault-${fault.code}`, forms)}
      </p>
    </form>
  )
}
