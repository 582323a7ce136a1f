import { useQueryClient } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { declineDraft } from '../api/commands.ts'
import type { Draft } from '../api/types.ts'
import { layers } from '../parts/layers.ts'
import { useWayBack } from '../parts/use-way-back.ts'
import { Failure } from '../parts/waiting.tsx'
import { useTexts } from '../text/use-texts.tsx'
import { seenThrough } from './draft-known.ts'
import { useFault } from './use-fault.ts'
import { isSaid, wordsOf } from './words.ts'
import { WordsInput } from './words-input.tsx'

interface Props {
  draft: Draft
  reason: string
  onReason(reason: string): void
  onClose(): void
}

function DeclineForm({ draft, reason, onReason, onClose }: Props) {
  const { t } = useTexts()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useFault()
  useWayBack()

  async function send(): Promise<void> {
    setBusy(true)
    setFault(null)
    try {
      // The same said again, after an answer that was lost, is said once.
      await declineDraft(draft.id, wordsOf(reason))
      seenThrough(draft.id)
      onClose()
      await client.invalidateQueries({ queryKey: ['drafts'] })
    } catch (thrown) {
      setFault(thrown)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Modal open title={t('draft.decline')} footer={null} getContainer={layers} onCancel={onClose}>
      <p className="soft">{t('draft.decline-means', { by: draft.by })}</p>
      <WordsInput label={t('draft.decline-why')} value={reason} onChange={onReason} />
      {fault !== null && <Failure fault={fault} />}
      <div className="notice-buttons">
        <Button type="primary" loading={busy} disabled={!isSaid(reason)} onClick={() => void send()}>
          {t('draft.decline')}
        </Button>
      </div>
    </Modal>
  )
}

/** Not approving it, with the reason: what its author wrote goes back to the author, who reads it there. */
export function DraftDecline({ draft }: { draft: Draft }) {
  const { t } = useTexts()
  const [open, setOpen] = useState(false)
  // Stays while the form is shut.
  const [reason, setReason] = useState('')
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('draft.decline')}</Button>
      {open && (
        <DeclineForm draft={draft} reason={reason} onReason={setReason} onClose={() => setOpen(false)} />
      )}
    </>
  )
}
