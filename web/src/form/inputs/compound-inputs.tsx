import { LIMITS } from '@counterpart/casework'
import { Button, Input, Select } from 'antd'
import { Fragment, useRef } from 'react'
import { useSession } from '../../api/session.tsx'
import { useClearing } from '../../parts/clearing.tsx'
import { Icon } from '../../parts/icon.tsx'
import { languageByScript } from '../../text/script-of.ts'
import { useTexts } from '../../text/use-texts.tsx'
import { type Finding, sentAs, within } from '../check.ts'
import { degreesOf } from '../degrees.ts'
import { described } from '../described.ts'
import type { InputOf } from '../input.ts'
import { LengthNote } from '../length-note.tsx'
import { useRowKeys } from '../row-keys.ts'
import { Boxes } from './boxes.tsx'
import { DateInput } from './date-input.tsx'

interface PersonTyped {
  names?: { text: string; language: string }[]
  born?: string
  paper?: string
}

/** The mark of a box in which something is wrong. */
function marked(id: string, found: readonly Finding[], ...box: readonly string[]) {
  return markedIf(id, within(found, ...box).length > 0)
}

function markedIf(id: string, isWrong: boolean) {
  return {
    status: isWrong ? 'error' : '',
    'aria-invalid': isWrong,
    ...(isWrong ? described(id) : {}),
  } as const
}

/** Whether all of it is missing, or wrong: the first box then stands for it. */
function isWhole(found: readonly Finding[]): boolean {
  return found.some(({ at }) => at.length === 0)
}

/** A person by every name that was written, each in its own script. */
export function PersonInput({ id, value, onChange, wrongs }: InputOf<'person'>) {
  const { t, named, language } = useTexts()
  const { languages } = useSession()
  const person = (value ?? {}) as PersonTyped
  const names = person.names?.length ? person.names : [{ text: '', language }]
  const { keys, removed } = useRowKeys(names.length)
  const sent = sentAs(names)
  // Signs propose a language, and say nothing against one that was chosen.
  const chosen = useRef(new Set<unknown>())
  function languageOf(name: { language: string }, at: number, text: string): string {
    if (chosen.current.has(keys[at])) return name.language
    return languageByScript(text, name.language, [language, ...languages])
  }
  // Where a name is missed, the first box is the one for it.
  const isFirst = isWhole(wrongs) || isWhole(within(wrongs, 'names'))
  function remove(at: number): void {
    removed(at)
    onChange({ ...person, names: names.filter((_, each) => each !== at) })
  }
  function put(at: number, name: { text: string; language: string }): void {
    onChange({ ...person, names: names.map((one, each) => (each === at ? name : one)) })
  }
  return (
    <Boxes id={id} as="stack">
      {names.map((name, at) => (
        <div key={keys[at]} className="inline">
          <Select<string>
            aria-label={t('form.script')}
            className="language-pick"
            value={name.language}
            options={languages.map((one) => ({ value: one, label: named('language', one) }))}
            onChange={(next) => {
              chosen.current.add(keys[at])
              put(at, { ...name, language: next })
            }}
          />
          <Input
            id={at === 0 ? id : `${id}-${at}`}
            aria-label={at === 0 ? undefined : t('form.name')}
            lang={name.language}
            autoComplete="off"
            placeholder={t('form.name')}
            {...(at === 0 && isFirst ? markedIf(id, true) : marked(id, wrongs, 'names', sent[at] ?? ''))}
            value={name.text}
            onChange={({ target: { value: text } }) =>
              put(at, { text, language: languageOf(name, at, text) })
            }
          />
          <LengthNote text={name.text} most={LIMITS.name} />
          {names.length > 1 && (
            <Button
              type="text"
              aria-label={t('form.remove')}
              icon={<Icon name="close" size={12} />}
              onClick={() => remove(at)}
            />
          )}
        </div>
      ))}
      <div className="inline">
        <span id={`${id}-born-label`} className="soft">
          {t('form.born')}
        </span>
        <DateInput
          id={`${id}-born`}
          value={person.born === undefined ? undefined : { date: person.born }}
          onChange={(next) => onChange({ ...person, born: (next as { date?: string } | undefined)?.date })}
          invalid={within(wrongs, 'born').length > 0}
        />
      </div>
      <div className="inline">
        <Input
          className="input-short"
          autoComplete="off"
          placeholder={t('form.paper')}
          aria-label={t('form.paper')}
          {...marked(id, wrongs, 'paper')}
          value={person.paper ?? ''}
          onChange={(event) => onChange({ ...person, paper: event.target.value })}
        />
        <LengthNote text={person.paper ?? ''} most={LIMITS.paper} />
        <Button
          type="text"
          size="small"
          icon={<Icon name="plus" size={12} />}
          onClick={() =>
            onChange({
              ...person,
              names: [
                ...names,
                {
                  text: '',
                  language: languages.find((one) => !names.some((name) => name.language === one)) ?? language,
                },
              ],
            })
          }
        >
          {t('form.another-name')}
        </Button>
      </div>
    </Boxes>
  )
}

const PLACES = ['gate', 'trail', 'section', 'point', 'other'] as const
const WITH_ENDS: readonly string[] = ['trail', 'section', 'other']

export function PlaceInput({ id, value, onChange, wrongs, needed }: InputOf<'place'>) {
  const { t, named } = useTexts()
  const place = (value ?? {}) as Partial<Record<'kind' | 'name' | 'from' | 'to' | 'lat' | 'lon', string>>
  const clearing = useClearing()
  const kindMark = markedIf(id, isWhole(wrongs) || within(wrongs, 'kind').length > 0)
  function kindChanged(kind: string | undefined): void {
    const { from: _from, to: _to, kind: _kind, ...whole } = place
    if (kind === undefined) onChange(whole)
    else onChange(WITH_ENDS.includes(kind) ? { ...place, kind } : { ...whole, kind })
  }
  return (
    <Boxes id={id}>
      <Select<string>
        id={id}
        className="place-pick"
        placeholder={t('form.choose')}
        {...kindMark}
        allowClear={needed ? false : clearing}
        value={place.kind ?? null}
        options={PLACES.map((one) => ({ value: one, label: named('place', one) }))}
        onChange={kindChanged}
      />
      <Input
        aria-label={t('form.place-name')}
        placeholder={t('form.place-name')}
        {...marked(id, wrongs, 'name')}
        value={place.name ?? ''}
        onChange={(event) => onChange({ ...place, name: event.target.value })}
      />
      <LengthNote text={place.name ?? ''} most={LIMITS.place} />
      {WITH_ENDS.includes(place.kind ?? '') &&
        (['from', 'to'] as const).map((end) => (
          <Fragment key={end}>
            <Input
              className="input-short"
              aria-label={t(end === 'from' ? 'form.from' : 'form.to-end')}
              placeholder={t(end === 'from' ? 'form.from' : 'form.to-end')}
              {...marked(id, wrongs, end)}
              value={place[end] ?? ''}
              onChange={(event) => onChange({ ...place, [end]: event.target.value })}
            />
            <LengthNote text={place[end] ?? ''} most={LIMITS.marker} />
          </Fragment>
        ))}
      {(['lat', 'lon'] as const).map((degrees) => (
        <Input
          key={degrees}
          className="input-short"
          aria-label={t(`form.${degrees}`)}
          placeholder={t(`form.${degrees}`)}
          inputMode="decimal"
          {...marked(id, wrongs, degrees)}
          value={place[degrees] ?? ''}
          onChange={(event) => onChange({ ...place, [degrees]: degreesOf(event.target.value) })}
        />
      ))}
    </Boxes>
  )
}
