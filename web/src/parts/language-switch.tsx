import { LANGUAGES } from '../text/catalogue.ts'
import { useTexts } from '../text/use-texts.tsx'

/** The languages, each under its own name, all of them always one press away. */
export function LanguageSwitch() {
  const { language, choose, t, named } = useTexts()
  return (
    <fieldset className="languages" aria-label={t('nav.language')}>
      {LANGUAGES.map((one) => (
        <button
          key={one}
          type="button"
          lang={one}
          aria-pressed={one === language}
          title={named('language', one)}
          onClick={() => choose(one)}
        >
          {t(`language-short.${one}`)}
        </button>
      ))}
    </fieldset>
  )
}
