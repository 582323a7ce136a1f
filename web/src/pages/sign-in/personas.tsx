import type { Persona } from '../../api/types.ts'
import { useTexts } from '../../text/use-texts.tsx'

interface Props {
  personas: readonly Persona[]
  busy: string | null
  onChoose(id: string): void
}

/** Invented officers, in devnet alone, by the level they work on. */
export function Personas({ personas, busy, onChoose }: Props) {
  const { t, named, pick } = useTexts()
  const levels = [...new Set(personas.map((one) => one.level))]
  return (
    <section className="personas" aria-labelledby="personas">
      <h2 id="personas">{t('session.personas')}</h2>
      <p className="soft">{t('session.invented')}</p>
      {levels.map((level) => (
        <div key={level} className="persona-level">
          <h3>{named('level', level)}</h3>
          <div className="persona-cards">
            {personas
              .filter((one) => one.level === level)
              .map((one) => (
                <button
                  key={one.id}
                  type="button"
                  className="persona"
                  disabled={busy !== null}
                  aria-busy={busy === one.id}
                  onClick={() => onChoose(one.id)}
                >
                  <span className="persona-name">{one.name}</span>
                  <span className="persona-role">
                    {one.roles.map((role) => named('role', role)).join(' · ')}
                  </span>
                  <span className="persona-office">{pick(one.office)}</span>
                </button>
              ))}
          </div>
        </div>
      ))}
    </section>
  )
}
