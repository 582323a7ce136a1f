import { ApiError } from '@counterpart/client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { approveDraft, discardDraft } from '../api/commands.ts'
import { dossierQuery } from '../api/queries.ts'
import type { Dossier, Draft } from '../api/types.ts'
import { answeredIn } from '../declared/answered.ts'
import type { Naming } from '../declared/naming.ts'
import { gateSaid } from '../declared/safeguards.ts'
import { useWhy } from '../declared/use-why.ts'
import { Weighed } from '../parts/distance.tsx'
import { Fields } from '../parts/fields.tsx'
import { HandlingChip } from '../parts/handling-chip.tsx'
import { Icon } from '../parts/icon.tsx'
import { RefLink } from '../parts/ref-link.tsx'
import { Plain } from '../parts/said.tsx'
import { SetAside } from '../parts/set-aside.tsx'
import { useFaultText } from '../parts/waiting.tsx'
import { useTexts } from '../text/use-texts.tsx'
import { AnsweredAct } from './answered-act.tsx'
import { DraftDecline } from './draft-decline.tsx'
import { DraftFiles } from './draft-files.tsx'
import { seenThrough } from './draft-known.ts'
import { DraftOpens } from './draft-opens.tsx'
import { Declined, OnceMore } from './once-more.tsx'
import { RecallDraft } from './recall-draft.tsx'
import { StayDraft } from './stay-draft.tsx'
import { useFault } from './use-fault.ts'
import { useSending } from './use-sending.ts'
import type { Again } from './write-again.tsx'

interface Props {
  draft: Draft
  naming: Naming
  /** The page it is on where that is the one of its dossier; elsewhere the card says in which it is. */
  at?: { dossier: Dossier; onWriteAgain(again: Again): void }
  /** Of one that would open a dossier. */
  onOpenAgain?(draft: Draft): void
}

/** What it was written on has moved on: looking again, as whoever acts is asked to, makes no other draft of it. */
function isOutdated(fault: unknown): boolean {
  return fault instanceof ApiError && fault.code === 'look-again'
}

/** What a dossier that is not opened yet would be listed under. */
function DraftSubject({ draft, naming }: Pick<Props, 'draft' | 'naming'>) {
  const title = naming.declared?.procedure.title
  const value = title === undefined ? undefined : draft.fields[title]
  return value === undefined ? null : (
    <b>
      <Plain value={value} />
    </b>
  )
}

/** An act that is written but waits for another person. Whoever approves it reads all of it first. */
export function DraftCard({ draft, naming, at, onOpenAgain }: Props) {
  const { t, moment, named, allOf } = useTexts()
  const say = useFaultText()
  const why = useWhy(naming)
  const client = useQueryClient()
  const linked = at === undefined
  const sending = useSending()
  const [open, setOpen] = useState(!linked)
  const [fault, setFault] = useFault()

  async function discard(): Promise<void> {
    try {
      await discardDraft(draft.id)
      seenThrough(draft.id)
      await client.invalidateQueries({ queryKey: ['drafts'] })
    } catch (thrown) {
      setFault(thrown)
    }
  }

  async function approve(): Promise<void> {
    if (await sending.send((request) => approveDraft(draft.id, request))) seenThrough(draft.id)
  }

  const isStale = draft.outdated
  const { declined } = draft
  // Whoever passes over a no, or takes up what was proposed, has it before the eyes; for nothing else a dossier is read from
  // here, and noted as read.
  const isOverride = gateSaid(naming.declared, draft)?.standing === 'overridden'
  const isAdopting = draft.act !== null && naming.declared?.procedure.acts[draft.act]?.adopts === true
  const elsewhere = useQuery({
    ...dossierQuery(draft.dossier ?? ''),
    enabled: linked && open && (isOverride || isAdopting) && draft.dossier !== null,
  })
  const gates = draft.answered.map((gate) => named('gate', gate))
  const looked = at?.dossier ?? elsewhere.data
  const answered = isAdopting ? answeredIn(naming.declared, looked?.rungs ?? [], draft) : null
  const wrong = sending.fault ?? fault
  return (
    <article className="card card-ours card-draft">
      <header className="draft-head">
        <div>
          <h3>
            {draft.act === null
              ? t(draft.stay ? 'retention.shorter' : 'retention.recall')
              : naming.act(draft.act)}
          </h3>
          <p className="card-who">
            <span>{draft.by}</span>
            <span>{moment(draft.created)}</span>
            {draft.handling !== null && <HandlingChip handling={draft.handling} />}
            {linked &&
              (draft.dossier === null ? (
                <>
                  <span>{naming.name}</span>
                  <DraftSubject draft={draft} naming={naming} />
                </>
              ) : (
                <RefLink id={draft.dossier} content={null} />
              ))}
          </p>
        </div>
        {linked && !open && (
          <Button size="small" onClick={() => setOpen(true)}>
            {t(draft.mayApprove && !isStale ? 'draft.read-approve' : 'draft.read')}
          </Button>
        )}
      </header>
      {open && <RecallDraft draft={draft} naming={naming} linked={linked} />}
      {open && <StayDraft draft={draft} />}
      {open && draft.opens && <DraftOpens opens={draft.opens} />}
      {open && (
        <SetAside of={draft} on={looked?.rungs.find(({ leaf }) => leaf === draft.on)} naming={naming} />
      )}
      {open && answered && <AnsweredAct of={answered} naming={naming} />}
      {open && (
        <Weighed value={true}>
          <Fields naming={naming} fields={draft.fields} />
        </Weighed>
      )}
      {open && <DraftFiles draft={draft} />}
      {isStale && !declined && <Alert type="warning" showIcon title={t('draft.outdated')} />}
      {draft.saidSince && !declined && <Alert type="info" showIcon title={t('draft.said-since')} />}
      {declined && <Declined declined={declined} />}
      {draft.mine && open && (isStale || declined !== null) && (
        <OnceMore draft={draft} naming={naming} at={at} onOpenAgain={onOpenAgain} />
      )}
      {wrong !== null && !isStale && (
        <Alert
          type="error"
          showIcon
          title={
            isOutdated(wrong)
              ? t('draft.outdated')
              : why(wrong instanceof ApiError ? wrong.code : null, draft.act, say(wrong))
          }
          {...(sending.isUnknown ? { description: t('form.unknown') } : {})}
        />
      )}
      {open && (
        <footer className="draft-foot">
          {gates.length > 0 && !isStale ? (
            <span className="soft small">{t('draft.you-answered', { gates: allOf(gates) })}</span>
          ) : draft.mayApprove && !isStale ? (
            <Button
              type="primary"
              icon={<Icon name="pair" />}
              loading={sending.busy}
              onClick={() => void approve()}
            >
              {t('draft.approve')}
            </Button>
          ) : (
            <span className="soft small">{isStale || declined ? '' : t('draft.second')}</span>
          )}
          {(draft.mayApprove || gates.length > 0) && <DraftDecline draft={draft} />}
          {draft.mine && (
            <Popconfirm
              title={t('draft.discard-sure')}
              okText={t('draft.discard')}
              cancelText={t('form.leave-no')}
              onConfirm={() => void discard()}
            >
              <Button type="text">{t('draft.discard')}</Button>
            </Popconfirm>
          )}
          <span className="soft small">{t('draft.until', { moment: moment(draft.until) })}</span>
        </footer>
      )}
    </article>
  )
}
