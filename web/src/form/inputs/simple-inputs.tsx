import { Button, Checkbox, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import { useSession } from '../../api/session.tsx'
import { namesParties } from '../../declared/names-parties.ts'
import { useClearing } from '../../parts/clearing.tsx'
import { Icon } from '../../parts/icon.tsx'
import { searching } from '../../parts/searching.ts'
import { durationOf } from '../../text/format.ts'
import { useTexts } from '../../text/use-texts.tsx'
import { described } from '../described.ts'
import type { InputOf } from '../input.ts'
import { LengthNote } from '../length-note.tsx'
import { NumberBox } from '../number-box.tsx'
import { amountOfSpan, mostOf, spanOfAmount, wholeOf } from '../whole-number.ts'
import { Boxes } from './boxes.tsx'

/** The sides of which a line names one or several: nobody has to know their codes. */
function PartiesInput({ id, value, onChange, invalid }: InputOf<'line'>) {
  const { pick } = useTexts()
  const { sides } = useSession()
  const named = typeof value === 'string' && value !== '' ? value.split(' ') : []
  // One that is none of the two is shown by its code, and kept until it is taken away.
  const codes = [...new Set([...Object.keys(sides), ...named])]
  return (
    <SeveralChoices
      id={id}
      options={codes.map((code) => ({ value: code, label: pick(sides[code]?.name) || code }))}
      value={named}
      onChange={(next) => onChange(next.length === 0 ? undefined : next.join(' '))}
      invalid={invalid}
    />
  )
}

/** The side that a line names. */
function PartyInput({ id, value, onChange, invalid }: InputOf<'line'>) {
  const { pick } = useTexts()
  const { sides } = useSession()
  const codes = [
    ...new Set([...Object.keys(sides), ...(typeof value === 'string' && value !== '' ? [value] : [])]),
  ]
  return (
    <Radio.Group
      id={id}
      {...described(id)}
      className={invalid ? 'radios radios-wrong' : 'radios'}
      options={codes.map((code) => ({ value: code, label: pick(sides[code]?.name) || code }))}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

const LINES = { one: PartyInput, several: PartiesInput }

export function LineInput(props: InputOf<'line'>) {
  const { sides } = useSession()
  const named = namesParties(props.field, Object.keys(sides))
  const Line = named === null ? FreeLine : LINES[named]
  return <Line {...props} />
}

function FreeLine({ id, field, value, onChange, invalid }: InputOf<'line'>) {
  const text = typeof value === 'string' ? value : ''
  return (
    <>
      <Input
        id={id}
        {...described(id)}
        className={field.max <= 48 ? 'input-short' : ''}
        autoComplete="off"
        status={invalid ? 'error' : ''}
        aria-invalid={invalid}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
      <LengthNote text={text} most={field.max} />
    </>
  )
}

interface Few<V> extends Pick<InputOf, 'id' | 'onChange' | 'needed'> {
  options: { value: V; label: string }[]
  value: V | undefined
}

/** Choices that are all seen at once. Where none is needed, one that was made can be taken back. */
function FewChoices<V extends string | boolean>({ id, options, value, onChange, needed }: Few<V>) {
  const { t } = useTexts()
  return (
    <div className="few">
      <Radio.Group
        id={id}
        aria-labelledby={`${id}-label`}
        {...described(id)}
        className="radios"
        options={options}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      {!needed && value !== undefined && (
        <Button
          size="small"
          type="text"
          icon={<Icon name="close" size={12} />}
          onClick={() => onChange(undefined)}
        >
          {t('form.clear')}
        </Button>
      )}
    </div>
  )
}

/** A few choices are seen at once; many are searched. */
export function ChoiceInput({
  id,
  name,
  field,
  naming,
  value,
  onChange,
  invalid,
  needed,
}: InputOf<'choice'>) {
  const { t } = useTexts()
  const clearing = useClearing()
  const options = field.of.map((one) => ({ value: one, label: naming.choice(name, one) }))
  const chosen = typeof value === 'string' ? value : undefined
  if (options.length <= 5)
    return <FewChoices id={id} options={options} value={chosen} onChange={onChange} needed={needed} />
  return (
    <Select<string>
      id={id}
      {...described(id)}
      showSearch={searching()}
      allowClear={clearing}
      placeholder={t('form.choose')}
      status={invalid ? 'error' : ''}
      options={options}
      value={chosen ?? null}
      onChange={(one) => onChange(one ?? undefined)}
    />
  )
}

interface Several extends Pick<InputOf, 'id' | 'invalid'> {
  options: { value: string; label: string }[]
  value: string[]
  onChange(value: string[]): void
}

/** Choices of which several may be made. Each box bears the mark, for a group has none that is read out. */
function SeveralChoices({ id, options, value, onChange, invalid }: Several) {
  return (
    <div id={id}>
      <Checkbox.Group
        aria-labelledby={`${id}-label`}
        {...described(id)}
        className="radios"
        value={value}
        onChange={onChange}
      >
        {options.map((one) => (
          <Checkbox key={one.value} value={one.value} aria-invalid={invalid}>
            {one.label}
          </Checkbox>
        ))}
      </Checkbox.Group>
    </div>
  )
}

export function ChoicesInput({ id, name, field, naming, value, onChange, invalid }: InputOf<'choices'>) {
  return (
    <SeveralChoices
      id={id}
      options={field.of.map((one) => ({ value: one, label: naming.choice(name, one) }))}
      value={Array.isArray(value) ? value : []}
      onChange={onChange}
      invalid={invalid}
    />
  )
}

export function FlagInput({ id, value, onChange, needed }: InputOf<'flag'>) {
  const { t } = useTexts()
  return (
    <FewChoices
      id={id}
      options={[
        { value: true, label: t('value.yes') },
        { value: false, label: t('value.no') },
      ]}
      value={typeof value === 'boolean' ? value : undefined}
      onChange={onChange}
      needed={needed}
    />
  )
}

export function CountInput({ id, field, value, onChange, invalid }: InputOf<'count'>) {
  return <NumberBox id={id} within={field} value={value} onChange={onChange} invalid={invalid} />
}

/** Whole days or hours: what the deadlines of the procedures are counted in. */
export function DurationInput({ id, field, value, onChange, invalid }: InputOf<'duration'>) {
  const { t, language } = useTexts()
  const found = amountOfSpan(value)
  // The unit may be chosen before there is an amount.
  const [unit, setUnit] = useState(found?.unit ?? 'day')
  const amount = found ? wholeOf(found.typed) : undefined
  function put(next: number | string | undefined, in_: 'day' | 'hour'): void {
    setUnit(in_)
    onChange(spanOfAmount({ typed: String(next ?? ''), unit: in_ }))
  }
  return (
    <Boxes id={id}>
      <NumberBox
        id={id}
        within={{ min: 1, max: mostOf(field.most, unit) }}
        value={amount}
        onChange={(next) => put(next, unit)}
        invalid={invalid}
      />
      <Select<'day' | 'hour'>
        aria-label={t('form.unit')}
        value={unit}
        options={[
          { value: 'day', label: t('form.days') },
          { value: 'hour', label: t('form.hours') },
        ]}
        onChange={(next) => put(amount, next)}
      />
      <span className="soft">{t('form.span-most', { most: durationOf(language, field.most) })}</span>
    </Boxes>
  )
}
