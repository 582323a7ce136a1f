import { subscribe } from '@counterpart/client'
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { node } from './node.ts'
import { readerOf } from './reader.ts'
import type { Declared, Relation, Session } from './types.ts'

/** What both have agreed to, and what there is one of, change in few dossiers and once: only until then. */
function terms(client: QueryClient): string[] {
  const declared = client.getQueryData<Declared[]>(['procedures']) ?? []
  return declared.every((one) => one.agreed) ? [] : ['procedures', 'relations']
}

/** Every dossier shows how far the whole log is signed for: each is stale, not only those that changed. */
const CHANGED = [
  'desk',
  'announcements',
  'dossier',
  'dossiers',
  'frame',
  'review',
  'register',
  'drafts',
  'way',
  'held',
]

const HEARD = ['heard']

/** Whether this page hears its own node. */
export function useHeard(): boolean {
  return useQuery({ queryKey: HEARD, queryFn: () => true, initialData: true, staleTime: Infinity }).data
}

/**
 * Hears of changes on this node as long as an officer is signed in, and anew with a new session: the end of one ends the
 * hearing too. What was missed is read again.
 */
export function useLive(session: Session): void {
  const client = useQueryClient()
  const heardIn = useRef<Session>(session)
  useEffect(() => {
    const leave = new AbortController()
    const isAnew = heardIn.current !== session
    heardIn.current = session
    const again = readerOf(client, leave.signal)
    const heard = {
      changed: () => again(...terms(client), ...CHANGED),
      line: (said: { relation: string; line: Relation['line'] }) => {
        const before = client.getQueryData<Relation[]>(['relations'])?.find((one) => one.id === said.relation)
        client.setQueryData<Relation[]>(['relations'], (all) =>
          all?.map((one) => (one.id === said.relation ? { ...one, line: said.line } : one)),
        )
        again('way', 'held', 'operation')
        // What was signed for in the meantime stands in the register and in the proof of every dossier.
        if (before?.line.waiting === said.line.waiting) return
        again('register', 'dossier')
      },
      open: (back: boolean) => {
        client.setQueryData(HEARD, true)
        if (back || isAnew) void client.invalidateQueries()
      },
      lost: () => client.setQueryData(HEARD, false),
    }
    // A stream that is cut may stay open for long, and what is shown of the line is then what was heard last.
    window.addEventListener('offline', heard.lost, { signal: leave.signal })
    window.addEventListener('online', () => heard.open(true), { signal: leave.signal })
    // Refused: the session has ended, which the next reading finds out and shows.
    subscribe(node, heard, leave.signal).catch(() => client.invalidateQueries({ queryKey: ['session'] }))
    return () => leave.abort()
  }, [client, session])
}
