import { Button, Modal, Radio } from 'antd'
import { useState } from 'react'
import { stayDossier } from '../../api/commands.ts'
import { wrongId } from '../../form/described.ts'
import { DateInput } from '../../form/inputs/date-input.tsx'
import { SendingFault } from '../../form/sending-fault.tsx'
import { type StayWrong, stayEnd } from '../../form/stay-end.ts'
import { useKeptUntil } from '../../form/use-kept-until.ts'
import { useLeaving } from '../../form/use-leaving.ts'
import { useSending } from '../../form/use-sending.ts'
import { isSaid, isUnwritten, wordsOf } from '../../form/words.ts'
import { WordsInput } from '../../form/words-input.tsx'
import { layers } from '../../parts/layers.ts'
import { useWayBack } from '../../parts/use-way-back.ts'
import { useTexts } from '../../text/use-texts.tsx'
import { now } from '../../time/now.ts'

const GROUNDS = ['court', 'authority'] as const

/** What is said of a day to whose end no stay lasts. */
const WRONGS = {
  'no-day': 'wrong.no-day',
  over: 'retention.over',
  'too-far': 'retention.too-far',
} as const satisfies Record<StayWrong, string>

const UNTIL = 'stay-until'
/** So that a day which is over is marked as in every other form. */
const FIELD = { kind: 'date', tense: 'ahead' } as const

interface Props {
  dossier: string
  /** Whether a stay of ours stands that can be taken back. */
  isStayed: boolean
  onClose(): void
}

/** To when it is kept, and what is wrong with that. */
function UntilInput({ until, onChange }: { until: ReturnType<typeof stayEnd>; onChange(day: string): void }) {
  const { t } = useTexts()
  const keptUntil = useKeptUntil()
  const [value, setValue] = useState<{ date: string }>()
  const wrong = typeof until === 'string' ? until : null
  return (
    <div className="form-field">
      <span id={`${UNTIL}-label`}>{t('retention.until')}</span>
      <DateInput
        id={UNTIL}
        field={FIELD}
        value={value}
        onChange={(next) => {
          const typed = next as { date: string } | undefined
          setValue(typed)
          onChange(typed?.date ?? '')
        }}
        invalid={wrong !== null}
      />
      {wrong === null ? (
        // Both sides count by one clock, which is not the reader's.
        <p className="soft">
          {until === null
            ? t(value ? 'retention.not-whole' : 'retention.until-means')
            : keptUntil(Number(until))}
        </p>
      ) : (
        <p id={wrongId(UNTIL)} className="form-wrong" role="alert">
          {t(WRONGS[wrong])}
        </p>
      )}
    </div>
  )
}

/** Keeps everything of a dossier on both sides, or takes that back. Who asks for it is not said before its officer says so. */
export function StayForm({ dossier, isStayed, onClose }: Props) {
  const { t, named, allOf } = useTexts()
  const sending = useSending()
  const { touched, ask, close } = useLeaving(onClose)
  useWayBack()
  const [day, setDay] = useState('')
  const [ground, setGround] = useState<(typeof GROUNDS)[number] | null>(null)
  const [reference, setReference] = useState('')
  const until = stayEnd(day, now())
  const beside = [
    ...(ground === null ? [t('retention.ground')] : []),
    ...(isUnwritten(reference) ? [t('retention.reference')] : []),
  ]
  const missing = [...(typeof until === 'number' ? [] : [t('retention.until')]), ...beside]
  const send = async (time: number) => {
    if (ground === null) return
    const body = { until: time, ground, reference: wordsOf(reference) }
    if (await sending.send((request) => stayDossier(dossier, { request, ...body }))) close()
  }
  return (
    <Modal open title={t('retention.stay')} footer={null} getContainer={layers} onCancel={ask}>
      <p className="soft">{t('retention.stay-means')}</p>
      <div className="form-lines" inert={sending.isUnknown}>
        <UntilInput
          until={until}
          onChange={(typed) => {
            setDay(typed)
            touched()
          }}
        />
        <div className="form-field">
          <span id="stay-ground-label">{t('retention.ground')}</span>
          <Radio.Group
            className="radios"
            aria-labelledby="stay-ground-label"
            value={ground}
            options={GROUNDS.map((value) => ({ value, label: named('stay-ground', value) }))}
            onChange={(event) => {
              setGround(event.target.value)
              touched()
            }}
          />
        </div>
        <WordsInput
          label={t('retention.reference')}
          value={reference}
          onChange={(text) => {
            setReference(text)
            touched()
          }}
        />
      </div>
      <SendingFault of={sending} />
      {missing.length > 0 && (
        <p className="soft small" role="status">
          {t('retention.missing', { what: allOf(missing) })}
        </p>
      )}
      <div className="notice-buttons">
        <Button
          type="primary"
          loading={sending.busy}
          disabled={missing.length > 0 || !isSaid(reference)}
          onClick={() => typeof until === 'number' && void send(until)}
        >
          {t('retention.stay')}
        </Button>
        {isStayed && (
          <Button
            loading={sending.busy}
            disabled={beside.length > 0 || !isSaid(reference)}
            onClick={() => void send(0)}
          >
            {t('retention.take-back')}
          </Button>
        )}
      </div>
    </Modal>
  )
}
