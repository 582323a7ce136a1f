import { Button, Modal, Radio } from 'antd'
import { useState } from 'react'
import { stayDossier } from '../../api/commands.ts'
import { isDateLike } from '../../form/date-parts.ts'
import { DateInput } from '../../form/inputs/date-input.tsx'
import { stayEnd } from '../../form/stay-end.ts'
import { useLeaving } from '../../form/use-leaving.ts'
import { useSending } from '../../form/use-sending.ts'
import { isSaid, wordsOf } from '../../form/words.ts'
import { WordsInput } from '../../form/words-input.tsx'
import { layers } from '../../parts/layers.ts'
import { Failure } from '../../parts/waiting.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { now } from '../../time/now.ts'

const GROUNDS = ['court', 'authority'] as const

interface Props {
  dossier: string
  /** Whether a stay of ours stands that can be taken back. */
  isStayed: boolean
  onClose(): void
}

/** Keeps everything of a dossier on both sides, or takes that back. */
export function StayForm({ dossier, isStayed, onClose }: Props) {
  const { t, named } = useTexts()
  const sending = useSending()
  const { touched, ask, close } = useLeaving(onClose)
  const [day, setDay] = useState('')
  const [ground, setGround] = useState<(typeof GROUNDS)[number]>('court')
  const [reference, setReference] = useState('')
  const until = stayEnd(day, now())
  // A day that is half typed is not wrong yet.
  const isDayWrong = isDateLike(day) && until === null
  const send = async (time: number) => {
    const body = { until: time, ground, reference: wordsOf(reference) }
    if (await sending.send((request) => stayDossier(dossier, { request, ...body }))) close()
  }
  const isReady = isSaid(reference)
  return (
    <Modal open title={t('retention.stay')} footer={null} getContainer={layers} onCancel={ask}>
      <p className="soft">{t('retention.stay-means')}</p>
      <div className="form-lines" inert={sending.isUnknown}>
        <div className="form-field">
          <span id="stay-until-label">{t('retention.until')}</span>
          <DateInput
            id="stay-until"
            value={day === '' ? undefined : { date: day }}
            onChange={(value) => {
              setDay((value as { date: string } | undefined)?.date ?? '')
              touched()
            }}
            invalid={isDayWrong}
          />
        </div>
        {until === null && (
          <p className={isDayWrong ? 'form-wrong' : 'soft'} role={isDayWrong ? 'alert' : undefined}>
            {t('retention.until-wrong')}
          </p>
        )}
        <div className="form-field">
          <span id="stay-ground-label">{t('retention.ground')}</span>
          <Radio.Group
            className="radios"
            aria-labelledby="stay-ground-label"
            value={ground}
            options={GROUNDS.map((value) => ({ value, label: named('stay-ground', value) }))}
            onChange={(event) => setGround(event.target.value)}
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
      {sending.fault !== null && <Failure fault={sending.fault} />}
      <div className="notice-buttons">
        <Button
          type="primary"
          loading={sending.busy}
          disabled={!isReady || until === null}
          onClick={() => until !== null && void send(until)}
        >
          {t('retention.stay')}
        </Button>
        {isStayed && (
          <Button loading={sending.busy} disabled={!isReady} onClick={() => void send(0)}>
            {t('retention.take-back')}
          </Button>
        )}
      </div>
    </Modal>
  )
}
