import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { dossierQuery } from '../../api/queries.ts'
import type { Dossier } from '../../api/types.ts'
import { Failure, Waiting } from '../../parts/waiting.tsx'
import { useOpened } from './use-opened.ts'

/** A page of one dossier, once it is read. */
export function OneDossier({ id, children }: { id: string; children(dossier: Dossier): ReactNode }) {
  const dossier = useQuery(dossierQuery(id))
  useOpened(dossier.data)
  if (dossier.isPending) return <Waiting rows={8} tall />
  if (!dossier.data) return <Failure fault={dossier.error} again={() => void dossier.refetch()} />
  return children(dossier.data)
}
