import { Alert, Radio } from 'antd'
import { useState } from 'react'
import { newRequest, openDossier, previewOf } from '../api/commands.ts'
import { useOffices } from '../api/queries.ts'
import { useSigned } from '../api/session.tsx'
import type { Handling, Level, Opening, Reference } from '../api/types.ts'
import { openingActs } from '../declared/acting.ts'
import { apartFrom, beginsAt } from '../declared/begins-at.ts'
import { useNaming } from '../declared/use-naming.ts'
import { useOpenable } from '../declared/use-openable.ts'
import { RefLink } from '../parts/ref-link.tsx'
import { go } from '../route/use-route.tsx'
import { useTexts } from '../text/use-texts.tsx'
import { BesideContext } from './beside.ts'
import { CommandForm, type Written } from './command-form.tsx'
import { FormDrawer } from './form-drawer.tsx'
import { OfficePick } from './inputs/lookup-inputs.tsx'
import { type Chosen, choiceNamed, choiceOf, nameOfChoice } from './procedure-choices.ts'
import { ProcedurePick } from './procedure-pick.tsx'

/** What may be opened: what plays a part (`null`: none), one procedure by its digest, or anything. `to`: the office it goes to. */
export type Asked = { plays: string | null } | { digest: string; to: string | null } | 'anything'

interface Props {
  under?: Reference
  asked?: Asked
  /** What stands in the form already, of a draft that is written again. */
  written?: {
    act: string | null
    level: Level
    fields: Readonly<Record<string, unknown>>
    handling: Handling | null
  }
  onClose(): void
  /** Once it is sent. */
  onDone?(): void
}

/** A new dossier: which procedure, to whom, filed under what, then the fields of the act that opens it. */
export function OpenDrawer({ under, asked = 'anything', written, onClose, onDone }: Props) {
  const { t, named } = useTexts()
  const { relation, officer } = useSigned()
  const namingFor = useNaming()
  const offices = useOffices()
  const openable = useOpenable(typeof asked === 'object' && 'plays' in asked ? asked.plays : undefined)
  const one = typeof asked === 'object' && 'digest' in asked ? asked : null
  const choices = openable.flatMap((declared) =>
    one && declared.digest !== one.digest
      ? []
      : openingActs(declared, officer.roles).map((act): Chosen => ({ declared, act })),
  )
  const [picked, setPicked] = useState<Chosen | null>(
    () => choices.find(({ act }) => act === written?.act) ?? null,
  )
  const [to, setTo] = useState<string | undefined>(
    () => one?.to ?? offices.find(({ code }) => code === officer.office.code)?.faces[0],
  )
  const [level, setLevel] = useState(written?.level ?? officer.office.level)
  const chosen = choiceOf(choices, picked)
  if (choices.length === 0 && !chosen) return null
  const isGone = !!chosen && !choiceNamed(choices, nameOfChoice(chosen))
  const shown = isGone ? [...choices, chosen] : choices
  // What was typed for one procedure has no place in the form of another.
  const what = (askFirst: (then: () => void) => void) => (
    <div className="form-field">
      <div className="form-label">
        <label htmlFor="open-what">{t('form.procedure')}</label>
      </div>
      <ProcedurePick
        id="open-what"
        choices={shown}
        value={chosen ? nameOfChoice(chosen) : null}
        onChange={(name) => askFirst(() => setPicked(choiceNamed(shown, name) ?? null))}
      />
    </div>
  )
  const filed = under && (
    <div className="form-field">
      <div className="form-label">
        <span>{t('form.under')}</span>
      </div>
      <RefLink id={under.dossier} content={under.content ?? null} />
    </div>
  )
  if (!chosen)
    return (
      <FormDrawer title={t('form.new')} onClose={onClose}>
        {({ askFirst }) => (
          <div className="command">
            <div className="command-body">
              {what(askFirst)}
              {filed}
            </div>
          </div>
        )}
      </FormDrawer>
    )
  const { declared, act } = chosen
  const naming = namingFor({ digest: declared.digest, procedure: declared.procedure.name })
  const levels = declared.procedure.levels
  const at = beginsAt(levels, level)
  const apart = apartFrom(
    at,
    offices.find(({ code }) => code === to),
  )

  function commandOf(request: string, written: Written): Opening {
    return {
      request,
      relation: relation.id,
      procedure: declared.digest,
      act,
      ...written,
      level: at,
      ...(to === undefined ? {} : { to }),
      ...(under === undefined ? {} : { under: [under] }),
    }
  }

  return (
    <FormDrawer title={t('form.new')} help={naming.purpose} onClose={onClose}>
      {({ touched, askFirst, close }) => (
        <BesideContext value={under ? { dossier: under.dossier, isNew: true } : null}>
          <CommandForm
            key={`${declared.digest} ${act}`}
            declared={declared}
            naming={naming}
            act={act}
            approval={!!declared.procedure.acts[act]?.approval}
            {...(written?.act === act ? { written } : {})}
            before={
              <>
                {what(askFirst)}
                {isGone && <Alert type="warning" showIcon title={t('form.gone')} />}
                {filed}
                <div className="form-row">
                  <div className="form-field">
                    <div className="form-label">
                      <label htmlFor="open-to">{t('form.to')}</label>
                    </div>
                    <OfficePick id="open-to" side={relation.other} value={to ?? null} onChange={setTo} />
                  </div>
                  <div className="form-field">
                    <div className="form-label">
                      <span id="open-level">{t('form.level')}</span>
                    </div>
                    <Radio.Group
                      aria-labelledby="open-level"
                      className="radios"
                      value={at}
                      options={levels.map((one) => ({ value: one, label: named('level', one) }))}
                      onChange={(event) => setLevel(event.target.value)}
                    />
                  </div>
                </div>
                {apart !== null && (
                  <Alert
                    type="warning"
                    showIcon
                    title={t('form.other-level', { level: named('level', apart) })}
                  />
                )}
              </>
            }
            send={(request, written) => openDossier(commandOf(request, written))}
            look={(written) => previewOf(commandOf(newRequest(), written))}
            stopped={isGone && t('form.gone')}
            onTouched={() => {
              touched()
              // The only one there is stays picked when another comes beside it; a file that ends with its form picks nothing.
              setPicked((one) => one ?? chosen)
            }}
            onDone={(recorded) => {
              close()
              onDone?.()
              if (recorded.kind === 'recorded') go({ page: 'dossier', id: recorded.dossier })
            }}
          />
        </BesideContext>
      )}
    </FormDrawer>
  )
}
