import { ApiError } from '@counterpart/client'
import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useRef, useState } from 'react'
import { newRequest } from '../api/commands.ts'
import { isOtherOfficer, isSignedOut, isUnknown } from '../api/node.ts'
import type { Recorded } from '../api/types.ts'
import { useTexts } from '../text/use-texts.tsx'
import { noteOwn } from './own-acts.ts'
import { useFault } from './use-fault.ts'

export interface Sending {
  busy: boolean
  fault: unknown
  /** Nobody knows whether the last one was done: the next sends that again, and nothing that was typed since. */
  isUnknown: boolean
  send(make: (request: string) => Promise<Recorded>): Promise<Recorded | null>
  /** Sends again what nobody knows of. */
  repeat(): Promise<Recorded | null>
  clear(): void
}

/**
 * Sends a command and shows the server's answer, nothing before it. While nobody knows whether it was
 * done, the next try carries the same id and is the same command, whatever stands in the form by then: another one under
 * that id would be refused, and under a new id recorded beside the first. A definite refusal ends that id.
 */
export function useSending(): Sending {
  const { t, named } = useTexts()
  const { notification } = App.useApp()
  const client = useQueryClient()
  const request = useRef(newRequest())
  const again = useRef<((request: string) => Promise<Recorded>) | null>(null)
  const [isOpen, setOpen] = useState(false)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useFault()

  async function send(make: (request: string) => Promise<Recorded>): Promise<Recorded | null> {
    setBusy(true)
    setFault(null)
    try {
      const answer = await (again.current ?? make)(request.current)
      renew()
      if (answer.kind === 'recorded') noteOwn(answer.leaf)
      for (const key of ['dossier', 'dossiers', 'desk', 'drafts', 'register', 'retention'])
        void client.invalidateQueries({ queryKey: [key] })
      notification.success({
        title: t(answer.kind === 'recorded' ? 'done.recorded' : 'done.drafted'),
        description:
          answer.kind === 'recorded'
            ? `${t('done.recorded-as', { index: answer.index })} · ${t('done.word', { word: named('word', answer.word), means: named('word-means', answer.word) })}`
            : t('done.drafted-means'),
        // Not over the button of the next form, which opens on the right.
        placement: 'bottomLeft',
      })
      return answer
    } catch (thrown) {
      if (isUnknown(thrown)) {
        again.current ??= make
        setOpen(true)
      } else if (!(again.current && saysNothing(thrown))) renew()
      setFault(thrown)
      return null
    } finally {
      setBusy(false)
    }
  }
  function renew(): void {
    request.current = newRequest()
    again.current = null
    setOpen(false)
  }
  const repeat = async () => again.current && send(again.current)
  return { busy, fault, isUnknown: isOpen, send, repeat, clear: () => setFault(null) }
}

/** A session that ended or is another officer's, or too many requests: of what was sent before it says neither yes nor no. */
function saysNothing(fault: unknown): boolean {
  return isSignedOut(fault) || isOtherOfficer(fault) || (fault instanceof ApiError && fault.status === 429)
}
