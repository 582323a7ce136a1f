import type { TextValue } from '@counterpart/casework/language'
import { Button, Input, Select } from 'antd'
import { useRef, useState } from 'react'
import { useSession } from '../../api/session.tsx'
import { Icon } from '../../parts/icon.tsx'
import { STANDINGS, type Standing } from '../../text/pick.ts'
import { useTexts } from '../../text/use-texts.tsx'
import { within } from '../check.ts'
import { described } from '../described.ts'
import type { InputOf } from '../input.ts'
import { LengthNote } from '../length-note.tsx'
import { withoutVersion, withStanding, withText } from '../text-versions.ts'

/** A text in one language and, beside it, its other versions, each with its standing. */
export function TextInput({ id, field, value, onChange, wrongs }: InputOf<'text'>) {
  const { t, named, language } = useTexts()
  const { languages } = useSession()
  const text = (value ?? {}) as TextValue
  const [asked, setAsked] = useState<string[]>(() => (Object.keys(text).length > 0 ? [] : [language]))
  // What was filled in from elsewhere may come later than the input.
  const open = [...new Set([...asked, ...Object.keys(text)])]
  const closed = languages.filter((one) => !open.includes(one))

  /** What is missing, or wrong in all versions together, is marked in the first. */
  function isWrong(one: string, at: number): boolean {
    return within(wrongs, one).length > 0 || (at === 0 && wrongs.some((found) => found.at.length === 0))
  }

  // A version is taken away by one touch of a small button: whoever adds it again has its text again.
  const taken = useRef<TextValue>({})
  function remove(one: string): void {
    taken.current = { ...taken.current, ...(text[one] && { [one]: text[one] }) }
    setAsked(open.filter((each) => each !== one))
    onChange(withoutVersion(text, one))
  }
  function add(one: string): void {
    setAsked([...open, one])
    const before = taken.current[one]
    if (before) onChange(withText(text, one, before.text))
  }

  return (
    <div className={open.length > 1 ? 'versions-edit versions-edit-many' : 'versions-edit'}>
      {open.map((one, at) => (
        <div key={one} className="version-edit">
          <div className="version-head">
            <span lang={one}>{named('language', one)}</span>
            <Select<Standing>
              size="small"
              variant="borderless"
              aria-label={t('form.standing')}
              value={text[one]?.standing ?? (at === 0 ? 'authoritative' : 'translation')}
              options={STANDINGS.map((standing) => ({ value: standing, label: t(`standing.${standing}`) }))}
              onChange={(standing) =>
                onChange(withStanding(text[one] ? text : withText(text, one, ''), one, standing))
              }
              popupMatchSelectWidth={false}
            />
            {open.length > 1 && (
              <button
                type="button"
                className="quiet"
                aria-label={t('form.remove-version', { language: named('language', one) })}
                onClick={() => remove(one)}
              >
                <Icon name="close" size={12} />
              </button>
            )}
          </div>
          <Input.TextArea
            id={at === 0 ? id : `${id}-${one}`}
            {...described(id)}
            lang={one}
            aria-label={at === 0 ? undefined : named('language', one)}
            className="grows"
            rows={field.rows ?? 1}
            style={{ minHeight: 12 + 22 * (field.rows ?? 1) }}
            status={isWrong(one, at) ? 'error' : ''}
            aria-invalid={isWrong(one, at)}
            value={text[one]?.text ?? ''}
            onChange={(event) => onChange(withText(text, one, event.target.value))}
          />
          <LengthNote text={text[one]?.text ?? ''} most={field.max} />
        </div>
      ))}
      {closed.length > 0 && (
        <div className="version-more">
          {closed.map((one) => (
            <Button
              key={one}
              size="small"
              type="text"
              icon={<Icon name="plus" size={12} />}
              onClick={() => add(one)}
            >
              <span lang={one}>{named('language', one)}</span>
            </Button>
          ))}
        </div>
      )}
    </div>
  )
}
