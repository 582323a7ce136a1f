import type { Dossier } from '../../api/types.ts'
import type { Naming } from '../../declared/naming.ts'
import { WordChip } from '../../parts/word-chip.tsx'
import { useTexts } from '../../text/use-texts.tsx'

/** The states it went through, the one it is in, and those that may come. */
export function StatePath({ dossier, naming }: { dossier: Dossier; naming: Naming }) {
  const { t, moment, shortDay } = useTexts()
  return (
    <ol className="path" aria-label={t('dossier.path')}>
      {dossier.path.map((step) => {
        const kind = step.current ? 'now' : step.time !== null ? 'done' : 'ahead'
        return (
          <li
            key={`${step.state} ${step.time ?? 'ahead'}`}
            className={`step step-${kind}${step.final ? ' step-final' : ''}`}
            aria-current={step.current ? 'step' : undefined}
            {...(step.time === null ? {} : { title: moment(step.time) })}
          >
            <span className="step-name">{naming.state(step.state)}</span>
            {step.current && dossier.provisional && <WordChip words={['on-its-way']} />}
            <span className="step-time">{step.time === null ? '' : shortDay(step.time)}</span>
          </li>
        )
      })}
    </ol>
  )
}
