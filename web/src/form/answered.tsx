import { Radio } from 'antd'
import type { Dossier, Offer } from '../api/types.ts'
import { answeredIn } from '../declared/answered.ts'
import type { Naming } from '../declared/naming.ts'
import { Icon } from '../parts/icon.tsx'
import { LogIndex } from '../parts/party.tsx'
import { useTexts } from '../text/use-texts.tsx'
import { AnsweredAct } from './answered-act.tsx'

interface Props {
  offer: Offer
  naming: Naming
  dossier: Dossier
  value: string
  onChange(leaf: string): void
}

/** Which act is answered, where there is a choice, and what that one says. */
export function Answered({ offer, naming, dossier, value, onChange }: Props) {
  const { t, moment } = useTexts()
  const rungs = new Map(dossier.rungs.map((rung) => [rung.leaf, rung]))
  const answered = answeredIn(naming.declared, dossier.rungs, { act: offer.act, on: value })
  const recalled = new Set(dossier.retention.recalls.map(({ on }) => on))
  return (
    <div className="form-field">
      <div className="form-label">
        <span id="answers">{t('form.answers')}</span>
      </div>
      <Radio.Group
        aria-labelledby="answers"
        className="radios radios-column"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        options={offer.answers.map((one) => {
          const rung = rungs.get(one.leaf)
          return {
            value: one.leaf,
            label: (
              <>
                {naming.done(one.act)} {rung && <LogIndex side={rung.side} index={rung.index} />}{' '}
                <span className="soft">{one.time !== null && moment(one.time)}</span>
                {recalled.has(one.leaf) && (
                  <span className="card-why">
                    <Icon name="stop" size={12} /> {t('form.answers-recalled')}
                  </span>
                )}
              </>
            ),
          }
        })}
      />
      {answered && <AnsweredAct of={answered} naming={naming} />}
    </div>
  )
}
