import { Input } from 'antd'
import { useState } from 'react'
import { described } from './described.ts'
import { type Bounds, isWithin, wholeOf } from './whole-number.ts'

interface Props {
  id?: string
  label?: string
  placeholder?: string
  within: Bounds
  /** What is no whole number stands here as it was typed. */
  value: unknown
  onChange(value: number | string | undefined): void
  invalid: boolean
}

/** A whole number. A box that puts the nearest allowed one in the place of what was typed says what nobody said. */
export function NumberBox({ id, label, placeholder, within, value, onChange, invalid }: Props) {
  const [isLeft, setLeft] = useState(false)
  const isWrong = invalid || (isLeft && !isWithin(value, within))
  return (
    <Input
      {...(id === undefined ? {} : { id, ...described(id) })}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(placeholder === undefined ? {} : { placeholder })}
      className="input-short"
      inputMode="numeric"
      autoComplete="off"
      status={isWrong ? 'error' : ''}
      aria-invalid={isWrong}
      value={value === undefined || value === null ? '' : String(value)}
      onChange={(event) => onChange(wholeOf(event.target.value))}
      onFocus={() => setLeft(false)}
      onBlur={() => setLeft(true)}
    />
  )
}
