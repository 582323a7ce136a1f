import { createContext, type ReactNode, useContext, useState } from 'react'
import { pickVersion, versionsOf, writtenIn } from '../text/pick.ts'
import { useTexts } from '../text/use-texts.tsx'

/** The language a reader has chosen for one card, and whether its versions differ in standing. */
const ReadIn = createContext<{ language: string; mixed: boolean } | null>(null)

/** One text of the record in the language its card is read in, set in that language's letters. */
export function Plain({ value }: { value: unknown }) {
  const { language } = useTexts()
  const chosen = useContext(ReadIn)
  const version = pickVersion(value, chosen?.language ?? language)
  if (!version) return <span className="soft">—</span>
  return version.language === '' ? version.text : <span lang={version.language}>{version.text}</span>
}

/** A text of the record as it was written. A version that is not the one asked for says which it is. */
export function Said({ value }: { value: unknown }) {
  const { language, named, t } = useTexts()
  const chosen = useContext(ReadIn)
  const all = versionsOf(value)
  const wanted = chosen?.language ?? language
  const shown = all.find((one) => one.language === wanted) ?? pickVersion(value, language)
  if (!shown) return <span className="soft">—</span>
  const other = shown.language !== '' && shown.language !== wanted
  return (
    <span className="said" {...(shown.language ? { lang: shown.language } : {})}>
      {shown.text}
      {other && <span className="said-other">{named('language', shown.language)}</span>}
      {chosen?.mixed && !other && shown.standing && shown.standing !== 'authoritative' && (
        <span className="said-other">{t(`standing.${shown.standing}`)}</span>
      )}
    </span>
  )
}

/** The versions in which values can be read, each with its standing once it is the one shown. */
function Switch({
  of,
  shown,
  show,
}: {
  of: ReturnType<typeof writtenIn>
  shown: string
  show(language: string): void
}) {
  const { named, t } = useTexts()
  return (
    <span className="versions">
      {of.map(({ language, standings }) => (
        <button
          key={language}
          type="button"
          className="version"
          aria-pressed={language === shown}
          onClick={() => show(language)}
        >
          <span lang={language}>{named('language', language)}</span>
          {language === shown &&
            standings.length === 1 &&
            standings.map((standing) => (
              <span key={standing} className={`standing standing-${standing}`}>
                {t(`standing.${standing}`)}
              </span>
            ))}
        </button>
      ))}
    </span>
  )
}

/**
 * What is inside can be read in each language it was written in, chosen once for all of it. Where the
 * choice stands is for the child to say.
 */
export function Versions({ of, children }: { of: unknown; children(choice: ReactNode): ReactNode }) {
  const { language } = useTexts()
  const [chosen, choose] = useState<string | null>(null)
  const written = writtenIn(of)
  const wanted = chosen ?? language
  const shown = written.some((one) => one.language === wanted) ? wanted : (written[0]?.language ?? wanted)
  const mixed = (written.find((one) => one.language === shown)?.standings.length ?? 0) > 1
  const choice = written.length === 0 ? null : <Switch of={written} shown={shown} show={choose} />
  return <ReadIn.Provider value={{ language: shown, mixed }}>{children(choice)}</ReadIn.Provider>
}
