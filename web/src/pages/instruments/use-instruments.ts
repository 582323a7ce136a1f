import { useQueries, useQuery } from '@tanstack/react-query'
import { dossierQuery, listQuery, useDeclarations } from '../../api/queries.ts'
import { useSigned } from '../../parts/session.tsx'
import { type Instrument, instrumentOf } from './instrument.ts'

export interface Instruments {
  all: ReadonlyMap<string, Instrument>
  pending: boolean
  fault: unknown
  again(): void
}

/** Every instrument of the relation with what its tree is drawn from. */
export function useInstruments(): Instruments {
  const { relation } = useSigned()
  const declarations = useDeclarations()
  const list = useQuery(listQuery({ plays: 'instrument', relation: relation.id }))
  const rows = list.data?.rows ?? []
  const all = useQueries({
    queries: rows.map((row) => ({ ...dossierQuery(row.id), staleTime: 60_000 })),
    combine: (dossiers) =>
      new Map(rows.map((row, at) => [row.id, instrumentOf(row, dossiers[at]?.data ?? null, declarations)])),
  })
  return { all, pending: list.isPending, fault: list.error, again: () => void list.refetch() }
}
