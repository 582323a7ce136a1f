import { subscribe } from '@counterpart/client'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { node } from './node.ts'
import type { Relation } from './types.ts'

function changed(client: QueryClient, dossiers: readonly string[]): void {
  for (const id of dossiers) void client.invalidateQueries({ queryKey: ['dossier', id] })
  for (const key of ['desk', 'dossiers', 'register', 'drafts'])
    void client.invalidateQueries({ queryKey: [key] })
}

/** Hears of changes on this node as long as an officer is signed in. What was missed is read again. */
export function useLive(): void {
  const client = useQueryClient()
  useEffect(() => {
    const leave = new AbortController()
    const heard = {
      changed: ({ dossiers }: { dossiers: string[] }) => changed(client, dossiers),
      line: (said: { relation: string; line: Relation['line'] }) => {
        const before = client.getQueryData<Relation[]>(['relations'])?.find((one) => one.id === said.relation)
        client.setQueryData<Relation[]>(['relations'], (all) =>
          all?.map((one) => (one.id === said.relation ? { ...one, line: said.line } : one)),
        )
        // What was signed for in the meantime stands in the register and in the proof of every dossier.
        if (before?.line.waiting === said.line.waiting) return
        for (const key of ['register', 'dossier']) void client.invalidateQueries({ queryKey: [key] })
      },
      open: (again: boolean) => {
        if (again) void client.invalidateQueries()
      },
    }
    // Refused: the session has ended, which the next reading finds out and shows.
    subscribe(node, heard, leave.signal).catch(() => client.invalidateQueries({ queryKey: ['session'] }))
    return () => leave.abort()
  }, [client])
}
