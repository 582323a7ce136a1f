import { subscribe } from '@counterpart/client'
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { node } from './node.ts'
import type { Declared, Relation } from './types.ts'

/** A reading that has begun and brought nothing yet began before this was known: it is begun again. */
function stale(client: QueryClient, queryKey: readonly unknown[]): void {
  const first = { queryKey, predicate: (one: { state: { data: unknown } }) => one.state.data === undefined }
  void client.cancelQueries(first).then(() => client.invalidateQueries({ queryKey }))
}

/** What both have agreed to, and what there is one of, change in few dossiers and once: only until then. */
function terms(client: QueryClient): void {
  const declared = client.getQueryData<Declared[]>(['procedures']) ?? []
  if (declared.every((one) => one.agreed)) return
  for (const key of ['procedures', 'relations']) stale(client, [key])
}

/** Every dossier shows how far the whole log is signed for: each is stale, not only those that changed. */
function changed(client: QueryClient): void {
  terms(client)
  for (const key of [
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
  ])
    stale(client, [key])
}

const HEARD = ['heard']

/** Whether this page hears its own node. */
export function useHeard(): boolean {
  return useQuery({ queryKey: HEARD, queryFn: () => true, initialData: true, staleTime: Infinity }).data
}

/** Hears of changes on this node as long as an officer is signed in. What was missed is read again. */
export function useLive(): void {
  const client = useQueryClient()
  useEffect(() => {
    const leave = new AbortController()
    const heard = {
      changed: () => changed(client),
      line: (said: { relation: string; line: Relation['line'] }) => {
        const before = client.getQueryData<Relation[]>(['relations'])?.find((one) => one.id === said.relation)
        client.setQueryData<Relation[]>(['relations'], (all) =>
          all?.map((one) => (one.id === said.relation ? { ...one, line: said.line } : one)),
        )
        for (const key of ['way', 'held', 'operation']) stale(client, [key])
        // What was signed for in the meantime stands in the register and in the proof of every dossier.
        if (before?.line.waiting === said.line.waiting) return
        for (const key of ['register', 'dossier']) stale(client, [key])
      },
      open: (again: boolean) => {
        client.setQueryData(HEARD, true)
        if (again) void client.invalidateQueries()
      },
      lost: () => client.setQueryData(HEARD, false),
    }
    // A stream that is cut may stay open for long, and what is shown of the line is then what was heard last.
    window.addEventListener('offline', heard.lost, { signal: leave.signal })
    window.addEventListener('online', () => heard.open(true), { signal: leave.signal })
    // Refused: the session has ended, which the next reading finds out and shows.
    subscribe(node, heard, leave.signal).catch(() => client.invalidateQueries({ queryKey: ['session'] }))
    return () => leave.abort()
  }, [client])
}
