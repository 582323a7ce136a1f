import { lacksRestriction, RESTRICTION } from '@counterpart/casework'
import type { Condition } from '@counterpart/casework/language'
import { ApiError } from '@counterpart/client'
import { Alert, Button, Radio } from 'antd'
import { type ReactNode, useState } from 'react'
import { flushSync } from 'react-dom'
import { isSignedOut, isUnknown } from '../api/node.ts'
import type { Declared, Handling, Preview as PreviewOf, Recorded } from '../api/types.ts'
import { HANDLINGS } from '../api/types.ts'
import { fieldsOfAct } from '../declared/acting.ts'
import type { AnsweredRung } from '../declared/answered.ts'
import type { Naming } from '../declared/naming.ts'
import { neededNow } from '../declared/needed-now.ts'
import { ledBy } from '../declared/office-scope.ts'
import { raisable } from '../declared/prefilled.ts'
import { factsOfForm, isMet, refusing } from '../declared/refusing.ts'
import { Icon } from '../parts/icon.tsx'
import { SignedOut } from '../parts/signed-out.tsx'
import { useFaultText } from '../parts/waiting.tsx'
import { farOf } from '../text/format.ts'
import { useTexts } from '../text/use-texts.tsx'
import { now } from '../time/now.ts'
import { ActFields } from './act-fields.tsx'
import { boxesIn, cleaned, type Finding, type Wrong, type Wrongs, wrongsOf } from './check.ts'
import { againIn } from './coming.ts'
import { type Amiss, daysAmiss, withDays } from './days.ts'
import { focusOn } from './focus-on.ts'
import { pointed } from './pointed.ts'
import { Preview } from './preview.tsx'
import { withSpans } from './spans.ts'
import { useFault } from './use-fault.ts'
import { useKnown } from './use-known.ts'
import { useSending } from './use-sending.ts'

export interface Written {
  fields: Record<string, unknown>
  handling: Handling
}

interface Props {
  declared: Declared
  naming: Naming
  act: string
  approval: boolean
  /** Stands above the fields: what is answered, to whom it goes, what came meanwhile. */
  before?: ReactNode
  /** What stands in its fields before anything is typed, besides what the node knows. */
  prefilled?: Readonly<Record<string, unknown>>
  /** What was typed before, in a draft that is written again. */
  written?: {
    fields: Readonly<Record<string, unknown>>
    handling: Handling | null
  }
  /** How what stands in the dossier may be used: what is added begins with the same. */
  handling?: Handling | null
  /** What stands in the dossier before it. */
  standing?: Readonly<Record<string, unknown>>
  /** What it would be done on, shown beside what the other side will read. */
  answered?: AnsweredRung | null
  /** Why it cannot be sent now, beside the button that would. */
  stopped?: ReactNode
  /** Safeguards that may stand before it as they stand now: what the node says of them, and who answers them. */
  guards?: { stand(filled: string[]): 'gate-open' | 'gate-failed' | null; shown: ReactNode }
  /** Which of them a field brings, in words. */
  raises?(field: string): ReactNode
  send(request: string, written: Written): Promise<Recorded>
  look(written: Written): Promise<PreviewOf>
  onTouched(): void
  onDone(recorded: Recorded): void
  onFault?(fault: unknown): void
}

function isGuarded(fault: unknown): boolean {
  return fault instanceof ApiError && (fault.code === 'gate-open' || fault.code === 'gate-failed')
}

/** Wrong as a whole, wherever in the field. */
function whole(wrong: Wrong): Finding[] {
  return [{ wrong, at: [] }]
}

/** One act as a form made from its declaration: write, look with the other side's eyes, record. */
export function CommandForm(props: Props) {
  const { declared, naming, act, approval } = props
  const { t, named, allOf, language } = useTexts()
  const say = useFaultText()
  const fields = raisable(fieldsOfAct(declared, act), declared.procedure.levels, props.prefilled)
  // What the node runs goes before what it ran when a list of it was said last.
  const known = { ...props.prefilled, ...useKnown(declared) }
  const [typed, setTyped] = useState<Record<string, unknown>>(props.written?.fields ?? {})
  const given = fields.flatMap(({ name }) => (name in known ? [[name, known[name]]] : []))
  const values: Record<string, unknown> = { ...Object.fromEntries(given), ...typed }
  const [handling, setHandling] = useState<Handling>(props.written?.handling ?? props.handling ?? 'H1')
  const [wrongs, setWrongs] = useState<Wrongs>({})
  const [preview, setPreview] = useState<PreviewOf | null>(null)
  const [lookFault, setLookFault] = useFault()
  const sending = useSending()
  const last = sending.fault ?? lookFault
  // Somebody else answers safeguards meanwhile: what the node said of them then is not what stands before it now.
  const guards = isGuarded(last) ? props.guards : undefined
  const stand = guards?.stand(Object.keys(cleaned(values)))
  const fault = stand === null ? null : last
  const facts = (said: Record<string, unknown>) => factsOfForm(declared, act, said, props.standing)

  function change(name: string, value: unknown): void {
    const anew = Object.fromEntries(ledBy(name).map((led) => [led, undefined] as const))
    setTyped((old) => ({ ...old, ...anew, [name]: value }))
    const said = cleaned({ ...values, ...anew, [name]: value })
    const isOver =
      fault instanceof ApiError && isMet(declared, act, fault.code, facts(said), Object.keys(said))
    if (isOver) {
      sending.clear()
      setLookFault(null)
    }
    setWrongs(({ [name]: _, ...rest }) => (isOver ? {} : rest))
    setPreview(null)
    props.onTouched()
  }

  const kinds = Object.fromEntries(fields.map(({ name, field }) => [name, field]))
  const amiss = daysAmiss(kinds, values, now())
  const farOfAll = (some: Amiss[]) =>
    allOf(
      some.map(
        ({ name, distance }) =>
          `${naming.field(name)}${t('value.bracketed', { said: farOf(language, distance) })}`,
      ),
    )

  /** What the handling means has to be said where it can be. */
  function limits(said: Record<string, unknown>): string[] {
    const lacks = lacksRestriction(declared.procedure, act, handling, said)
    return lacks ? [RESTRICTION] : []
  }

  /** What would be sent; `null` after showing what is wrong where it is wrong. */
  function checked(): Written | null {
    const written = cleaned(values)
    const schema = declared.forms[act]?.schema
    const found = {
      ...withDays(withSpans(schema ? wrongsOf(schema, written) : {}, kinds, written), kinds, written, now()),
      ...Object.fromEntries(limits(written).map((name) => [name, whole('needed')])),
    }
    point(found)
    return Object.keys(found).length === 0 ? { fields: written, handling } : null
  }

  function point(found: Wrongs): void {
    // The box that is wrong is known by its mark, which has to be there.
    flushSync(() => setWrongs(found))
    const first = fields.find((field) => found[field.name])
    if (first) focusOn(document.getElementById(`field-${first.name}`))
  }

  function pointOut(fault: unknown, { fields: values }: Written): void {
    if (!(fault instanceof ApiError)) return
    const names = fields.map(({ name }) => name)
    const found = pointed(names, fault, refusingNow(fault), facts(values))
    if (Object.keys(found).length > 0) point(found)
  }

  function refusingNow({ code }: ApiError): Condition[] {
    const said = cleaned(values)
    return refusing(declared, act, code, facts(said), Object.keys(said))
  }

  async function look(): Promise<void> {
    const written = checked()
    if (!written) return
    setLookFault(null)
    try {
      setPreview(await props.look(written))
    } catch (thrown) {
      pointOut(thrown, written)
      setLookFault(thrown)
    }
  }

  async function record(): Promise<void> {
    // What is sent again is the same, and nothing of it is checked anew.
    const done = await (sending.isUnknown ? sending.repeat() : sent())
    if (done) props.onDone(done)
  }

  async function sent(): Promise<Recorded | null> {
    const written = checked()
    if (!written || props.stopped) return null
    return sending.send(async (request) => {
      try {
        return await props.send(request, written)
      } catch (thrown) {
        pointOut(thrown, written)
        props.onFault?.(thrown)
        throw thrown
      }
    })
  }

  const again = againIn(values)
  const conditions = fault instanceof ApiError ? refusingNow(fault) : []
  return (
    // An act is for good: Enter in a box of one line sends nothing, only the button does.
    <form className="command" onSubmit={(event) => event.preventDefault()} noValidate>
      <div className="command-body" inert={sending.isUnknown}>
        {props.before}
        {again.length > 0 && (
          <Alert type="warning" showIcon title={t('form.files-again', { files: allOf(again) })} />
        )}
        <ActFields
          fields={fields}
          naming={naming}
          values={values}
          wrongs={wrongs}
          raises={props.raises}
          asked={[...neededNow(declared, act, cleaned(values), props.standing), ...limits({})]}
          onChange={change}
        />
        <div className="form-field">
          <div className="form-label">
            <span id="handling">{t('form.handling')}</span>
          </div>
          <Radio.Group
            aria-labelledby="handling"
            className="radios"
            value={handling}
            options={HANDLINGS.map((one) => ({ value: one, label: `${one} ${named('handling', one)}` }))}
            onChange={(event) => {
              setHandling(event.target.value)
              setWrongs(({ [RESTRICTION]: _, ...rest }) => rest)
              setPreview(null)
            }}
          />
        </div>
        {preview && (
          <Preview preview={preview} declared={declared} act={act} answered={props.answered ?? null} />
        )}
      </div>
      <div className="command-foot">
        {fault !== null && (
          <Alert
            type="error"
            showIcon
            title={stand ? t(`verdict.${stand}`) : say(fault)}
            {...(isUnknown(fault) ? { description: t('form.unknown') } : {})}
            {...(conditions.length > 0
              ? { description: t('form.condition', { condition: naming.conditions(conditions) }) }
              : {})}
            {...(guards ? { description: guards.shown } : {})}
            {...(isSignedOut(fault) ? { description: <SignedOut fault={fault} /> } : {})}
          />
        )}
        {Object.keys(wrongs).length > 0 && (
          <Alert type="warning" showIcon title={t('form.wrong', { count: boxesIn(wrongs) })} />
        )}
        {amiss.past.length > 0 && (
          <p className="distance-ahead">{t('form.ahead', { fields: farOfAll(amiss.past) })}</p>
        )}
        {amiss.ahead.length > 0 && (
          <p className="distance-ahead">{t('form.over', { fields: farOfAll(amiss.ahead) })}</p>
        )}
        <div className="command-buttons">
          <Button icon={<Icon name="eye" />} onClick={look} disabled={sending.isUnknown}>
            {t('form.preview')}
          </Button>
          <span className="command-note soft">
            {props.stopped ||
              (approval ? (
                <>
                  <Icon name="pair" /> {t('form.second-person')}
                </>
              ) : (
                t('form.at-once')
              ))}
          </span>
          <Button
            type="primary"
            loading={sending.busy}
            disabled={!sending.isUnknown && !!props.stopped}
            onClick={() => void record()}
          >
            {t(sending.isUnknown ? 'form.again' : approval ? 'form.draft' : 'form.record')}
          </Button>
        </div>
      </div>
    </form>
  )
}
