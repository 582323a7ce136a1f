import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { recallEntry } from '../../api/commands.ts'
import { draftsQuery } from '../../api/queries.ts'
import type { Dossier, Draft } from '../../api/types.ts'
import type { Naming } from '../../declared/naming.ts'
import { useLeaving } from '../../form/use-leaving.ts'
import { useSending } from '../../form/use-sending.ts'
import { layers } from '../../parts/layers.ts'
import { Failure } from '../../parts/waiting.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { isFitting, WordsNote } from './words.tsx'

const GROUNDS = ['wrong', 'withdrawn', 'unlawful'] as const

interface Props {
  dossier: Dossier
  naming: Naming
  side: string
  onClose(): void
}

/** Puts before a second person that parts of an act of ours are destroyed on both sides. */
export function RecallForm({ dossier, naming, side, onClose }: Props) {
  const { t, named, moment } = useTexts()
  const sending = useSending()
  const { touched, ask, close } = useLeaving(onClose)
  const drafts = useQuery(draftsQuery()).data ?? []
  const own = recallable(dossier, side, drafts)
  const [on, setOn] = useState(own.at(-1)?.leaf ?? null)
  const [parts, setParts] = useState<string[]>([])
  const [ground, setGround] = useState<(typeof GROUNDS)[number]>('wrong')
  const [reason, setReason] = useState('')
  const rung = own.find(({ leaf }) => leaf === on)
  const send = async () => {
    if (!rung) return
    const body = { on: rung.leaf, parts, ground, reason: reason.trim().normalize('NFC') }
    if (await sending.send((request) => recallEntry(dossier.id, { request, ...body }))) close()
  }
  return (
    <Modal open title={t('retention.recall')} footer={null} getContainer={layers} onCancel={ask}>
      <p className="soft">{t('retention.recall-means')}</p>
      <div className="form-lines" inert={sending.isUnknown}>
        <Select
          aria-label={t('retention.what')}
          value={on}
          options={own.map(({ leaf, act, written }) => ({
            value: leaf,
            label: `${act === null ? t('ladder.unreadable') : naming.done(act)} · ${moment(written)}`,
          }))}
          onChange={(leaf) => {
            setOn(leaf)
            setParts([])
          }}
        />
        <Checkbox.Group
          value={parts}
          options={(rung ? ending(rung, drafts) : []).map((value) => ({ value, label: naming.part(value) }))}
          onChange={setParts}
        />
        <Select
          aria-label={t('retention.ground')}
          value={ground}
          options={GROUNDS.map((value) => ({ value, label: named('recall-ground', value) }))}
          onChange={setGround}
        />
        <Input
          placeholder={t('retention.reason')}
          aria-label={t('retention.reason')}
          value={reason}
          status={isFitting(reason) ? '' : 'error'}
          aria-invalid={!isFitting(reason)}
          onChange={(event) => {
            setReason(event.target.value)
            touched()
          }}
        />
        <WordsNote text={reason} />
      </div>
      {sending.fault !== null && <Failure fault={sending.fault} />}
      <div className="notice-buttons">
        <Button
          danger
          type="primary"
          loading={sending.busy}
          disabled={!rung || parts.length === 0 || reason.trim() === '' || !isFitting(reason)}
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
  const waiting = drafts.flatMap(({ on, recall }) => (on === leaf ? (recall?.parts ?? []) : []))
  const names = parts.filter(({ state }) => state === 'held').map(({ name }) => name)
  return names.filter((name) => name !== 'kept' && !waiting.includes(name))
}
