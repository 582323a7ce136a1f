import { LONGEST_REASON } from '@counterpart/casework'
import { Input } from 'antd'
import { useId } from 'react'
import { flushSync } from 'react-dom'
import { useTexts } from '../text/use-texts.tsx'
import { LengthNote } from './length-note.tsx'
import { inOneLine, wrongIn } from './words.ts'

interface Props {
  label: string
  value: string
  onChange(value: string): void
}

/** What is said for a stay or a recall, or why a draft is declined, and below it what is wrong with it. */
export function WordsInput({ label, value, onChange }: Props) {
  const { t } = useTexts()
  const id = useId()
  const wrong = wrongIn(value)
  return (
    <div className="form-field">
      <label htmlFor={id}>{label}</label>
      <Input.TextArea
        id={id}
        className="grows"
        rows={2}
        autoComplete="off"
        value={value}
        status={wrong ? 'error' : ''}
        aria-invalid={wrong !== null}
        // It grows with what is written, and is one line all the same.
        onKeyDown={(event) => {
          // An input method takes Enter for itself.
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) event.preventDefault()
        }}
        onChange={({ target }) => {
          const one = inOneLine(target.value, target.selectionEnd)
          if (one.text === target.value) return onChange(one.text)
          // A box that is given another text than was typed in it has its caret at the end.
          flushSync(() => onChange(one.text))
          target.setSelectionRange(one.caret, one.caret)
        }}
      />
      {wrong ? (
        <p className="form-wrong" role="alert">
          {t(`wrong.${wrong.wrong}`, wrong.length ?? wrong.sign)}
        </p>
      ) : (
        <LengthNote text={value.trim()} most={LONGEST_REASON} />
      )}
    </div>
  )
}
