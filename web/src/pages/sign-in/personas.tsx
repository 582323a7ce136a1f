import type { Persona } from '../../api/types.ts'
import { useTexts } from '../../text/use-texts.tsx'

interface Props {
  personas: readonly Persona[]
  busy: string | null
  onChoose(id: string): void
}

/** Invented officers, in devnet alone, by the level they work on and the office they work at. */
export function Personas({ personas, busy, onChoose }: Props) {
  const { t, named, pick } = useTexts()
  const levels = [...new Set(personas.map((one) => one.level))]
  const atLevel = (level: Persona['level']) => [
    ...Map.groupBy(
      personas.filter((one) => one.level === level),
      (one) => pick(one.office),
    ),
  ]
  return (
    <section className="personas" aria-labelledby="personas">
      <h2 id="personas">{t('session.personas')}</h2>
      <p className="soft">{t('session.invented')}</p>
      {levels.map((level) => (
        <div key={level} className="persona-level">
          <h3>{named('level', level)}</h3>
          <div>
            {atLevel(level).map(([office, there]) => (
              <section key={office} className="persona-office" aria-label={office}>
                <h4>{office}</h4>
                <div className="persona-cards">
                  {there.map((one) => (
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
                    </button>
                  ))}
                </div>
              </section>
            ))}
          </div>
        </div>
      ))}
    </section>
  )
}
