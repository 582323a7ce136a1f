import { Alert, Button } from 'antd'
import { useRef } from 'react'
import { flushSync } from 'react-dom'
import type { Dossier } from '../api/types.ts'
import type { Naming } from '../declared/naming.ts'
import { useWhy } from '../declared/use-why.ts'
import { Fields } from '../parts/fields.tsx'
import { Icon } from '../parts/icon.tsx'
import { LogIndex } from '../parts/party.tsx'
import { useTexts } from '../text/use-texts.tsx'
import type { Came } from './came.ts'
import { CameRecall, CameStay } from './came-recall.tsx'
import { focusOn } from './focus-on.ts'

interface Props {
  /** The dossier it came into: at its rung, in a tab of its own, stands what is not shown here. */
  dossier: Dossier
  came: Came
  naming: Naming
  onRead(): void
}

/** What came into the dossier after the form was opened, which covers it; it has to be read before one goes on. */
export function Meanwhile({ dossier, came: { rungs, recalls, stays }, naming, onRead }: Props) {
  const { t, named, moment } = useTexts()
  const why = useWhy(naming)
  const button = useRef<HTMLButtonElement>(null)
  function goOn(): void {
    const form = button.current?.form ?? null
    flushSync(onRead)
    // The button is gone; whoever goes by keys goes on with the form.
    focusOn(form)
  }
  return (
    <Alert
      type="warning"
      showIcon
      className="meanwhile"
      title={t('form.look-again')}
      description={
        <>
          <ul>
            {rungs.map((rung) => (
              <li key={rung.leaf}>
                <a href={`/dossiers/${dossier.id}#rung-${rung.leaf}`} target="_blank" rel="noopener">
                  {rung.act === null ? named('kind', rung.kind) : naming.done(rung.act)} ·{' '}
                  <LogIndex side={rung.side} index={rung.index} />
                </a>{' '}
                · {moment(rung.written)}
                {rung.code !== null && (
                  <p className="card-why">
                    <Icon name="stop" size={14} /> {why(rung.code, rung.act)}
                  </p>
                )}
                <Fields naming={naming} fields={rung.fields} first={6} />
              </li>
            ))}
            {recalls.map((recall) => (
              <CameRecall key={recall.leaf} dossier={dossier} recall={recall} naming={naming} />
            ))}
            {stays.map((stay) => (
              <CameStay key={stay.leaf} stay={stay} />
            ))}
          </ul>
          <Button ref={button} size="small" onClick={goOn}>
            {t('form.have-read')}
          </Button>
        </>
      }
    />
  )
}

/** At the foot of a long form, why its button is grey, and the way to it. */
export function SeeMeanwhile() {
  const { t } = useTexts()
  return (
    <button
      type="button"
      className="quiet form-stopped"
      onClick={({ currentTarget }) =>
        void currentTarget.form?.querySelector('.meanwhile')?.scrollIntoView({ block: 'center' })
      }
    >
      <Icon name="up" size={13} /> {t('form.look-again')}
    </button>
  )
}
