import { Button, Input, Select } from 'antd'
import { Icon } from '../../parts/icon.tsx'
import { useSession } from '../../parts/session.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import type { InputOf } from '../input.ts'
import { useRowKeys } from '../row-keys.ts'

interface PersonTyped {
  names?: { text: string; language: string }[]
  born?: string
  paper?: string
}

/** A person by every name that was written, each in its own script. */
export function PersonInput({ id, value, onChange, invalid }: InputOf<'person'>) {
  const { t, named, language } = useTexts()
  const { languages } = useSession()
  const person = (value ?? {}) as PersonTyped
  const names = person.names?.length ? person.names : [{ text: '', language }]
  const { keys, removed } = useRowKeys(names.length)
  function remove(at: number): void {
    removed(at)
    onChange({ ...person, names: names.filter((_, each) => each !== at) })
  }
  function put(at: number, name: { text: string; language: string }): void {
    onChange({ ...person, names: names.map((one, each) => (each === at ? name : one)) })
  }
  return (
    <div className="stack">
      {names.map((name, at) => (
        <div key={keys[at]} className="inline">
          <Select<string>
            aria-label={t('form.script')}
            className="language-pick"
            value={name.language}
            options={languages.map((one) => ({ value: one, label: named('language', one) }))}
            onChange={(next) => put(at, { ...name, language: next })}
          />
          <Input
            id={at === 0 ? id : `${id}-${at}`}
            aria-label={at === 0 ? undefined : t('form.name')}
            lang={name.language}
            autoComplete="off"
            maxLength={200}
            placeholder={t('form.name')}
            status={invalid && at === 0 ? 'error' : ''}
            value={name.text}
            onChange={(event) => put(at, { ...name, text: event.target.value })}
          />
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
        <Input
          className="input-short"
          autoComplete="off"
          placeholder={t('form.born')}
          aria-label={t('form.born')}
          maxLength={10}
          value={person.born ?? ''}
          onChange={(event) => onChange({ ...person, born: event.target.value })}
        />
        <Input
          className="input-short"
          autoComplete="off"
          placeholder={t('form.paper')}
          aria-label={t('form.paper')}
          maxLength={40}
          value={person.paper ?? ''}
          onChange={(event) => onChange({ ...person, paper: event.target.value })}
        />
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
    </div>
  )
}

const PLACES = ['gate', 'trail', 'section', 'point', 'other'] as const
const WITH_ENDS: readonly string[] = ['trail', 'section', 'other']

export function PlaceInput({ id, value, onChange, invalid }: InputOf<'place'>) {
  const { t, named } = useTexts()
  const place = (value ?? {}) as Partial<Record<'kind' | 'name' | 'from' | 'to' | 'lat' | 'lon', string>>
  function kindChanged(kind: string): void {
    const { from: _from, to: _to, ...whole } = place
    onChange(WITH_ENDS.includes(kind) ? { ...place, kind } : { ...whole, kind })
  }
  return (
    <div className="inline">
      <Select<string>
        id={id}
        className="place-pick"
        placeholder={t('form.choose')}
        status={invalid ? 'error' : ''}
        value={place.kind ?? null}
        options={PLACES.map((one) => ({ value: one, label: named('place', one) }))}
        onChange={kindChanged}
      />
      <Input
        aria-label={t('form.name')}
        placeholder={t('form.name')}
        maxLength={200}
        value={place.name ?? ''}
        onChange={(event) => onChange({ ...place, name: event.target.value })}
      />
      {WITH_ENDS.includes(place.kind ?? '') &&
        (['from', 'to'] as const).map((end) => (
          <Input
            key={end}
            className="input-short"
            aria-label={t(end === 'from' ? 'form.from' : 'form.to-end')}
            placeholder={t(end === 'from' ? 'form.from' : 'form.to-end')}
            maxLength={60}
            value={place[end] ?? ''}
            onChange={(event) => onChange({ ...place, [end]: event.target.value })}
          />
        ))}
      {(['lat', 'lon'] as const).map((degrees) => (
        <Input
          key={degrees}
          className="input-short"
          aria-label={t(`form.${degrees}`)}
          placeholder={t(`form.${degrees}`)}
          inputMode="decimal"
          maxLength={10}
          value={place[degrees] ?? ''}
          onChange={(event) => onChange({ ...place, [degrees]: event.target.value })}
        />
      ))}
    </div>
  )
}
