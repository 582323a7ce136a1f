import { Button, Checkbox, Input, InputNumber, Radio, Select } from 'antd'
import { useClearing } from '../../parts/clearing.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import type { InputOf } from '../input.ts'

export function LineInput({ id, field, value, onChange, invalid }: InputOf<'line'>) {
  return (
    <Input
      id={id}
      className={field.max <= 48 ? 'input-short' : ''}
      maxLength={field.max}
      autoComplete="off"
      status={invalid ? 'error' : ''}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.target.value)}
    />
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
      showSearch={{ optionFilterProp: 'label' }}
      allowClear={clearing}
      placeholder={t('form.choose')}
      status={invalid ? 'error' : ''}
      options={options}
      value={chosen ?? null}
      onChange={(one) => onChange(one ?? undefined)}
    />
  )
}

export function ChoicesInput({ id, name, field, naming, value, onChange }: InputOf<'choices'>) {
  return (
    <div id={id}>
      <Checkbox.Group
        className="radios"
        options={field.of.map((one) => ({ value: one, label: naming.choice(name, one) }))}
        value={Array.isArray(value) ? value : []}
        onChange={onChange}
      />
    </div>
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
  return (
    <InputNumber<number>
      id={id}
      className="input-short"
      min={field.min}
      max={field.max}
      precision={0}
      status={invalid ? 'error' : ''}
      value={typeof value === 'number' ? value : null}
      onChange={(one) => onChange(one ?? undefined)}
    />
  )
}

const SPAN = /^P(?:T(\d+)H|(\d+)D)$/

/** Whole days or hours: what the deadlines of the procedures are counted in. */
export function DurationInput({ id, field, value, onChange, invalid }: InputOf<'duration'>) {
  const { t } = useTexts()
  const found = typeof value === 'string' ? SPAN.exec(value) : null
  const unit = found?.[1] !== undefined ? 'hour' : 'day'
  const amount = found ? Number(found[1] ?? found[2]) : null
  const most = SPAN.exec(field.most)
  const mostDays = most ? (most[2] !== undefined ? Number(most[2]) : Number(most[1]) / 24) : 366
  function put(next: number | null, in_: 'day' | 'hour'): void {
    onChange(next === null ? undefined : in_ === 'day' ? `P${next}D` : `PT${next}H`)
  }
  return (
    <div className="inline">
      <InputNumber<number>
        id={id}
        min={1}
        max={unit === 'day' ? mostDays : mostDays * 24}
        precision={0}
        status={invalid ? 'error' : ''}
        value={amount}
        onChange={(next) => put(next, unit)}
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
    </div>
  )
}
