import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Modal, Radio, Select } from 'antd'
import { useId, useState } from 'react'
import { recallEntry } from '../../api/commands.ts'
import { draftsQuery } from '../../api/queries.ts'
import type { Dossier, Draft } from '../../api/types.ts'
import type { Naming } from '../../declared/naming.ts'
import { SendingFault } from '../../form/sending-fault.tsx'
import { StayedUntil } from '../../form/stayed-until.tsx'
import { useLeaving } from '../../form/use-leaving.ts'
import { useSending } from '../../form/use-sending.ts'
import { isSaid, isUnwritten, wordsOf } from '../../form/words.ts'
import { WordsInput } from '../../form/words-input.tsx'
import { layers } from '../../parts/layers.ts'
import { useWayBack } from '../../parts/use-way-back.ts'
import { useTexts } from '../../text/use-texts.tsx'

const GROUNDS = ['wrong', 'withdrawn', 'unlawful'] as const

interface Props {
  dossier: Dossier
  naming: Naming
  side: string
  onClose(): void
}

/** Puts before a second person that parts of an act of ours are destroyed on both sides. Nothing is chosen before its author chose it. */
export function RecallForm({ dossier, naming, side, onClose }: Props) {
  const { t, named, exactMoment, allOf, number } = useTexts()
  const sending = useSending()
  const { touched, ask, close } = useLeaving(onClose)
  useWayBack()
  const id = useId()
  const drafts = useQuery(draftsQuery()).data ?? []
  const own = recallable(dossier, side, drafts)
  const [on, setOn] = useState<string | null>(null)
  const [parts, setParts] = useState<string[]>([])
  const [ground, setGround] = useState<(typeof GROUNDS)[number] | null>(null)
  const [reason, setReason] = useState('')
  const rung = own.find(({ leaf }) => leaf === on)
  const asked = ground === null ? t('retention.reason') : t(`recall-reason.${ground}`)
  const missing = [
    ...(rung ? [] : [t('retention.what')]),
    ...(parts.length > 0 ? [] : [t('retention.recall-parts')]),
    ...(ground === null ? [t('retention.recall-ground')] : []),
    ...(isUnwritten(reason) ? [asked] : []),
  ]
  const send = async () => {
    if (!rung || ground === null) return
    const body = { on: rung.leaf, parts, ground, reason: wordsOf(reason) }
    if (await sending.send((request) => recallEntry(dossier.id, { request, ...body }))) close()
  }
  return (
    <Modal open title={t('retention.recall')} footer={null} getContainer={layers} onCancel={ask}>
      <p className="soft">{t('retention.recall-means')}</p>
      <StayedUntil stays={dossier.retention.stays} />
      <div className="form-lines" inert={sending.isUnknown}>
        <div className="form-field">
          <label htmlFor={`${id}-on`}>{t('retention.what')}</label>
          <Select
            id={`${id}-on`}
            placeholder={t('form.choose')}
            value={on}
            // Acts of one name are told apart by their place in the log.
            options={own.map(({ leaf, act, written, side: by, index }) => ({
              value: leaf,
              label: [
                act === null ? t('ladder.unreadable') : naming.done(act),
                `${by.toUpperCase()} ${number(index)}`,
                exactMoment(written),
              ].join(' · '),
            }))}
            onChange={(leaf) => {
              setOn(leaf)
              setParts([])
              touched()
            }}
          />
        </div>
        {rung && (
          <div className="form-field">
            <span id={`${id}-parts`}>{t('retention.recall-parts')}</span>
            <Checkbox.Group
              aria-labelledby={`${id}-parts`}
              className="radios"
              value={parts}
              options={ending(rung, drafts).map((value) => ({ value, label: naming.part(value) }))}
              onChange={(chosen) => {
                setParts(chosen)
                touched()
              }}
            />
          </div>
        )}
        <div className="form-field">
          <span id={`${id}-ground`}>{t('retention.recall-ground')}</span>
          <Radio.Group
            className="radios"
            aria-labelledby={`${id}-ground`}
            value={ground}
            options={GROUNDS.map((value) => ({ value, label: named('recall-ground', value) }))}
            onChange={(event) => {
              setGround(event.target.value)
              touched()
            }}
          />
        </div>
        <WordsInput
          label={asked}
          value={reason}
          onChange={(text) => {
            setReason(text)
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
          danger
          type="primary"
          loading={sending.busy}
          disabled={missing.length > 0 || !isSaid(reason)}
          onClick={() => void send()}
        >
          {t('form.draft')}
        </Button>
      </div>
    </Modal>
  )
}

/** Acts of ours that still say something which ends, and of which no recall waits. */
export function recallable(dossier: Dossier, side: string, drafts: readonly Draft[]): Dossier['rungs'] {
  return dossier.rungs.filter((rung) => rung.side === side && ending(rung, drafts).length > 0)
}

function ending({ leaf, parts }: Dossier['rungs'][number], drafts: readonly Draft[]): string[] {
  const waiting = drafts.flatMap(({ on, recall, declined }) =>
    on === leaf && declined === null ? (recall?.parts ?? []) : [],
  )
  const names = parts.filter(({ state }) => state === 'held').map(({ name }) => name)
  return names.filter((name) => name !== 'kept' && !waiting.includes(name))
}
