import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useRef, useState } from 'react'
import { newRequest } from '../api/commands.ts'
import { isUnknown } from '../api/node.ts'
import type { Recorded } from '../api/types.ts'
import { useTexts } from '../text/use-texts.tsx'

export interface Sending {
  busy: boolean
  fault: unknown
  send(make: (request: string) => Promise<Recorded>): Promise<Recorded | null>
  clear(): void
}

/**
 * Sends a command and shows the server's answer, nothing before it. While nobody knows whether it was
 * done, the next try carries the same id and is the same command; a definite refusal ends that id.
 */
export function useSending(): Sending {
  const { t, named } = useTexts()
  const { notification } = App.useApp()
  const client = useQueryClient()
  const request = useRef(newRequest())
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<unknown>(null)

  async function send(make: (request: string) => Promise<Recorded>): Promise<Recorded | null> {
    setBusy(true)
    setFault(null)
    try {
      const answer = await make(request.current)
      request.current = newRequest()
      for (const key of ['dossier', 'dossiers', 'desk', 'drafts', 'register', 'retention'])
        void client.invalidateQueries({ queryKey: [key] })
      notification.success({
        title: t(answer.kind === 'recorded' ? 'done.recorded' : 'done.drafted'),
        description:
          answer.kind === 'recorded'
            ? `${t('done.recorded-as', { index: answer.index })} · ${named('word', answer.word)}. ${named('word-means', answer.word)}`
            : t('done.drafted-means'),
        // Not over the button of the next form, which opens on the right.
        placement: 'bottomLeft',
      })
      return answer
    } catch (thrown) {
      if (!isUnknown(thrown)) request.current = newRequest()
      setFault(thrown)
      return null
    } finally {
      setBusy(false)
    }
  }
  return { busy, fault, send, clear: () => setFault(null) }
}
