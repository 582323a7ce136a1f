import { ApiError } from '@counterpart/client'
import { useQueryClient } from '@tanstack/react-query'
import { Alert } from 'antd'
import { useState } from 'react'
import { doAct, newRequest, previewOf } from '../api/commands.ts'
import { useSigned } from '../api/session.tsx'
import type { Acting, Dossier, Handling, Offer } from '../api/types.ts'
import { answeredIn } from '../declared/answered.ts'
import type { Naming } from '../declared/naming.ts'
import { prefilled } from '../declared/prefilled.ts'
import { blocking, canOnlyRefuse, type Safeguard, standOf } from '../declared/safeguards.ts'
import { useSafeguards } from '../declared/use-safeguards.ts'
import { GatesBefore } from '../parts/gates-before.tsx'
import { LeftParents } from '../parts/left-parents.tsx'
import { useTexts } from '../text/use-texts.tsx'
import { Answered } from './answered.tsx'
import { BesideContext } from './beside.ts'
import { cameSince, isNothing, notOwn, seenIn } from './came.ts'
import { CommandForm, type Written } from './command-form.tsx'
import { FormDrawer } from './form-drawer.tsx'
import { Meanwhile, SeeMeanwhile } from './meanwhile.tsx'
import { isOwn } from './own-acts.ts'
import { UploadTargetContext } from './upload-target.tsx'

interface Props {
  dossier: Dossier
  offer: Offer
  naming: Naming
  /** What stands in the form already, of a draft that is written again. */
  written?: {
    fields: Readonly<Record<string, unknown>>
    handling: Handling | null
    on: string | null
  }
  onClose(): void
  /** Once it is sent. */
  onDone?(): void
}

/** Of an act that was refused for it: who can answer what stands before it, for often that is not whoever acts. */
function Guarded({ of, dossier, naming }: { of: readonly Safeguard[]; dossier: string; naming: Naming }) {
  const { t } = useTexts()
  return (
    <>
      <p>{t('form.guarded')}</p>
      <GatesBefore of={of} naming={naming} elsewhere={dossier} />
    </>
  )
}

/** One act in a dossier that stands. What is sent names the position its author has seen. */
export function ActDrawer({ dossier, offer, naming, written, onClose, onDone }: Props) {
  const [position, setPosition] = useState(dossier.position)
  const [seen, setSeen] = useState(() => seenIn(dossier))
  const [on, setOn] = useState(
    offer.answers.find(({ leaf }) => leaf === written?.on)?.leaf ?? offer.answers.at(-1)?.leaf ?? null,
  )
  const client = useQueryClient()
  const { officer } = useSigned()
  const { t, allOf, named } = useTexts()
  const before = blocking(useSafeguards(dossier, naming), offer)
  const declared = naming.declared
  if (!declared) return null
  const came = cameSince(seen, dossier)
  const fresh = notOwn(came, isOwn)
  const moved = dossier.position !== position
  // What this officer recorded just before, and the page had not read again when the form was opened.
  if (moved && !isNothing(came) && isNothing(fresh)) read()

  function commandOf(request: string, written: Written): Acting {
    return { request, act: offer.act, ...(on === null ? {} : { on }), ...written, position }
  }
  function read(): void {
    setPosition(dossier.position)
    setSeen(seenIn(dossier))
  }

  return (
    <FormDrawer title={naming.act(offer.act)} help={naming.actHelp(offer.act)} onClose={onClose}>
      {({ touched, close }) => (
        <UploadTargetContext value={{ dossier: dossier.id, act: offer.act }}>
          <BesideContext value={{ dossier: dossier.id, isNew: false }}>
            <CommandForm
              declared={declared}
              naming={naming}
              act={offer.act}
              approval={offer.approval}
              prefilled={prefilled(declared.procedure, offer.act, dossier, officer.office.level)}
              {...(written ? { written } : {})}
              handling={dossier.rungs.find(({ kind }) => kind === 'open')?.handling ?? null}
              standing={dossier.fields}
              answered={answeredIn(declared, dossier.rungs, { act: offer.act, on })}
              stopped={moved && <SeeMeanwhile />}
              guards={{
                stand: (filled) => standOf(before, filled),
                shown: <Guarded of={before} dossier={dossier.id} naming={naming} />,
              }}
              raises={(field) => {
                const gates = before.filter(
                  ({ asked, standing, brings }) =>
                    (!asked || standing === 'failed') && brings.includes(field),
                )
                return (
                  gates.length > 0 &&
                  t('form.raises', { gates: allOf(gates.map(({ gate }) => named('gate', gate))) })
                )
              }}
              before={
                <>
                  {declared.procedure.acts[offer.act]?.to !== undefined && <LeftParents dossier={dossier} />}
                  {canOnlyRefuse(declared, dossier, offer.act) && (
                    <Alert type="warning" showIcon title={t('safeguard.only-no')} />
                  )}
                  {moved && <Meanwhile dossier={dossier} came={fresh} naming={naming} onRead={read} />}
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
          </BesideContext>
        </UploadTargetContext>
      )}
    </FormDrawer>
  )
}
