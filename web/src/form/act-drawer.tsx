import { ApiError } from '@counterpart/client'
import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Radio } from 'antd'
import { useState } from 'react'
import { doAct, newRequest, previewOf } from '../api/commands.ts'
import type { Acting, Dossier, Handling, Offer, Rung } from '../api/types.ts'
import type { Naming } from '../declared/naming.ts'
import { prefilled } from '../declared/prefilled.ts'
import { canOnlyRefuse } from '../declared/safeguards.ts'
import { Icon } from '../parts/icon.tsx'
import { LogIndex } from '../parts/party.tsx'
import { useSigned } from '../parts/session.tsx'
import { useTexts } from '../text/use-texts.tsx'
import { CommandForm, type Written } from './command-form.tsx'
import { FormDrawer } from './form-drawer.tsx'
import { UploadTargetContext } from './upload-target.tsx'

interface Props {
  dossier: Dossier
  offer: Offer
  naming: Naming
  /** What stands in the form already, of a draft that is written again. */
  written?: { fields: Readonly<Record<string, unknown>>; handling: Handling | null; on: string | null }
  onClose(): void
  /** Once it is sent. */
  onDone?(): void
}

/** What came into the dossier after the form was opened; it has to be read before one goes on. */
function Meanwhile({ rungs, naming, onRead }: { rungs: Rung[]; naming: Naming; onRead(): void }) {
  const { t, named, moment } = useTexts()
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
                {rung.act === null ? named('kind', rung.kind) : naming.done(rung.act)} ·{' '}
                <LogIndex side={rung.side} index={rung.index} /> · {moment(rung.written)}
              </li>
            ))}
          </ul>
          <Button size="small" onClick={onRead}>
            {t('form.have-read')}
          </Button>
        </>
      }
    />
  )
}

/** At the foot of a long form, why its button is grey, and the way to it. */
function SeeMeanwhile() {
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

function Answered({
  offer,
  naming,
  dossier,
  value,
  onChange,
}: {
  offer: Offer
  naming: Naming
  dossier: Dossier
  value: string
  onChange(leaf: string): void
}) {
  const { t, moment } = useTexts()
  const rungs = new Map(dossier.rungs.map((rung) => [rung.leaf, rung]))
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
              </>
            ),
          }
        })}
      />
    </div>
  )
}

/** One act in a dossier that stands. What is sent names the position its author has seen. */
export function ActDrawer({ dossier, offer, naming, written, onClose, onDone }: Props) {
  const [position, setPosition] = useState(dossier.position)
  const [seen, setSeen] = useState(() => new Set(dossier.rungs.map((rung) => rung.leaf)))
  const [on, setOn] = useState(
    offer.answers.find(({ leaf }) => leaf === written?.on)?.leaf ?? offer.answers.at(-1)?.leaf ?? null,
  )
  const client = useQueryClient()
  const { officer } = useSigned()
  const { t, allOf, named } = useTexts()
  const standing = offer.guards
    .filter(({ answer }) => answer === 'open' || answer === 'failed')
    .map(({ gate }) => named('gate', gate))
  const declared = naming.declared
  if (!declared) return null
  const fresh = dossier.rungs.filter((rung) => !seen.has(rung.leaf))
  const moved = dossier.position !== position

  function commandOf(request: string, written: Written): Acting {
    return { request, act: offer.act, ...(on === null ? {} : { on }), ...written, position }
  }
  function read(): void {
    setPosition(dossier.position)
    setSeen(new Set(dossier.rungs.map((rung) => rung.leaf)))
  }

  return (
    <FormDrawer title={naming.act(offer.act)} help={naming.actHelp(offer.act)} onClose={onClose}>
      {({ touched, close }) => (
        <UploadTargetContext value={{ dossier: dossier.id, act: offer.act }}>
          <CommandForm
            declared={declared}
            naming={naming}
            act={offer.act}
            approval={offer.approval}
            prefilled={prefilled(declared.procedure.acts[offer.act], dossier, officer.office.level)}
            {...(written ? { written } : {})}
            standing={dossier.fields}
            stopped={moved && <SeeMeanwhile />}
            guards={standing.length > 0 ? t('form.guarded', { gates: allOf(standing) }) : null}
            before={
              <>
                {canOnlyRefuse(declared, dossier, offer.act) && (
                  <Alert type="warning" showIcon title={t('safeguard.only-no')} />
                )}
                {moved && <Meanwhile rungs={fresh} naming={naming} onRead={read} />}
                {offer.answers.length > 0 && on !== null && (
                  <Answered offer={offer} naming={naming} dossier={dossier} value={on} onChange={setOn} />
                )}
              </>
            }
            send={(request, written) => doAct(dossier.id, commandOf(request, written))}
            look={(written) => previewOf({ dossier: dossier.id, ...commandOf(newRequest(), written) })}
            onTouched={touched}
            onDone={() => {
              close()
              onDone?.()
            }}
            onFault={(fault) => {
              // Somebody else was faster: what they did has to be on the screen before one goes on.
              if (fault instanceof ApiError && fault.status === 409)
                void client.invalidateQueries({ queryKey: ['dossier', dossier.id] })
            }}
          />
        </UploadTargetContext>
      )}
    </FormDrawer>
  )
}
