import { Alert, Button } from 'antd'
import { useRef } from 'react'
import { flushSync } from 'react-dom'
import type { Rung } from '../api/types.ts'
import type { Naming } from '../declared/naming.ts'
import { Fields } from '../parts/fields.tsx'
import { Icon } from '../parts/icon.tsx'
import { LogIndex } from '../parts/party.tsx'
import { useTexts } from '../text/use-texts.tsx'
import { focusOn } from './focus-on.ts'

interface Props {
  /** The dossier it came into: at its rung, in a tab of its own, stands what is not shown here. */
  dossier: string
  rungs: readonly Rung[]
  naming: Naming
  onRead(): void
}

/** What came into the dossier after the form was opened, which covers it; it has to be read before one goes on. */
export function Meanwhile({ dossier, rungs, naming, onRead }: Props) {
  const { t, named, moment } = useTexts()
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
                <a href={`/dossiers/${dossier}#rung-${rung.leaf}`} target="_blank" rel="noopener">
                  {rung.act === null ? named('kind', rung.kind) : naming.done(rung.act)} ·{' '}
                  <LogIndex side={rung.side} index={rung.index} />
                </a>{' '}
                · {moment(rung.written)}
                <Fields naming={naming} fields={rung.fields} first={6} />
              </li>
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
