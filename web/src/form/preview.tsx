import { Segmented } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useSigned } from '../api/session.tsx'
import { type Declared, HANDLINGS, type Preview as PreviewOf } from '../api/types.ts'
import type { AnsweredRung } from '../declared/answered.ts'
import { type Naming, namingOf } from '../declared/naming.ts'
import { Card } from '../parts/card.tsx'
import { Fields } from '../parts/fields.tsx'
import { HandlingChip } from '../parts/handling-chip.tsx'
import { useParty } from '../parts/party.tsx'
import { LANGUAGES, type Language } from '../text/catalogue.ts'
import { firstRead, languageOfParty } from '../text/language-of-party.ts'
import { writtenIn } from '../text/pick.ts'
import { LanguageOf, useTexts } from '../text/use-texts.tsx'
import { AnsweredAct } from './answered-act.tsx'

/** The card of their ladder, in the language around it. */
function Seen({ preview, naming, act }: { preview: PreviewOf; naming: Naming; act: string }) {
  const { pick } = useTexts()
  const { officer } = useSigned()
  const fields = Object.assign({}, ...Object.values(preview.parts)) as Record<string, unknown>
  const handling = HANDLINGS.find((one) => one === preview.header.handling)
  return (
    <Card className="card-theirs" title={naming.done(act)} fields={fields}>
      <p className="card-who">
        {pick(officer.office.name)}
        {handling && <HandlingChip handling={handling} />}
      </p>
      <Fields naming={naming} fields={fields} />
    </Card>
  )
}

/** What it answers, in the language around it. */
function PreviewAnswered({ of, naming }: { of: AnsweredRung; naming: Naming }) {
  const { t } = useTexts()
  return (
    <>
      <p className="soft small">{t('form.answers')}</p>
      <AnsweredAct of={of} naming={naming} isTheirScreen />
    </>
  )
}

interface Props {
  preview: PreviewOf
  declared: Declared
  act: string
  /** What the act would be done on. */
  answered: AnsweredRung | null
}

/** What the other side will read, as its officers will see it, in whichever language they read. */
export function Preview({ preview, declared, act, answered }: Props) {
  const { t, named, language, allOf } = useTexts()
  const { relation, session } = useSigned()
  const nameOf = useParty()
  const theirs = languageOfParty(session.sides[relation.other]?.name ?? {})
  const [read, setRead] = useState<Language>(() => firstRead(theirs, language))
  const shown = useRef<HTMLElement>(null)
  useEffect(() => {
    // Newer browsers answer with a promise, which is no way to end an effect.
    void shown.current?.scrollIntoView({ block: 'start' })
  }, [])
  const naming = namingOf(declared, act, read)
  const written = writtenIn(Object.values(preview.parts)).map((one) => one.language)
  const isForeign = theirs !== null && written.length > 0 && !written.includes(theirs)
  const personal = Object.keys(preview.parts).filter((part) => declared.procedure.parts[part]?.personal)
  return (
    <section ref={shown} className="preview" aria-label={t('form.preview')}>
      <div className="preview-head">
        <span>{t('form.preview-of', { party: nameOf(relation.other) })}</span>
        <Segmented<Language>
          size="small"
          value={read}
          options={LANGUAGES.map((one) => ({
            value: one,
            label: <span lang={one}>{named('language', one)}</span>,
          }))}
          onChange={setRead}
        />
      </div>
      {isForeign && (
        // Nobody can put a translation beside it once it is recorded.
        <p className="distance-ahead">
          {t('form.not-in-theirs', {
            written: allOf(written.map((one) => named('language-in', one))),
            party: nameOf(relation.other),
            theirs: named('language-in', theirs),
          })}
        </p>
      )}
      <LanguageOf language={read}>
        <Seen preview={preview} naming={naming} act={act} />
        {answered && <PreviewAnswered of={answered} naming={naming} />}
      </LanguageOf>
      {personal.length > 0 && (
        <p className="soft small">
          {t('form.preview-personal', { parts: allOf(personal.map(namingOf(declared, act, language).part)) })}
        </p>
      )}
    </section>
  )
}
