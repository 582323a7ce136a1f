import { Button, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { stayDossier } from '../../api/commands.ts'
import { isDateLike } from '../../form/date-parts.ts'
import { DateInput } from '../../form/inputs/date-input.tsx'
import { useLeaving } from '../../form/use-leaving.ts'
import { useSending } from '../../form/use-sending.ts'
import { layers } from '../../parts/layers.ts'
import { Failure } from '../../parts/waiting.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { now } from '../../time/now.ts'
import { stayEnd } from './stay-end.ts'
import { isFitting, WordsNote } from './words.tsx'

const GROUNDS = ['court', 'authority'] as const

/** Keeps everything of a dossier on both sides, or takes that back. */
export function StayForm({ dossier, onClose }: { dossier: string; onClose(): void }) {
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
    const body = { until: time, ground, reference: reference.trim().normalize('NFC') }
    if (await sending.send((request) => stayDossier(dossier, { request, ...body }))) close()
  }
  const isReady = reference.trim() !== '' && isFitting(reference)
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
        <Select
          aria-label={t('retention.ground')}
          value={ground}
          options={GROUNDS.map((value) => ({ value, label: named('stay-ground', value) }))}
          onChange={setGround}
        />
        <Input
          placeholder={t('retention.reference')}
          aria-label={t('retention.reference')}
          value={reference}
          status={isFitting(reference) ? '' : 'error'}
          aria-invalid={!isFitting(reference)}
          onChange={(event) => {
            setReference(event.target.value)
            touched()
          }}
        />
        <WordsNote text={reference} />
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
        <Button loading={sending.busy} disabled={!isReady} onClick={() => void send(0)}>
          {t('retention.take-back')}
        </Button>
      </div>
    </Modal>
  )
}
