import { useQuery } from '@tanstack/react-query'
import { keysQuery, useDeclarations } from '../api/queries.ts'
import { useSigned } from '../api/session.tsx'
import type { Declared } from '../api/types.ts'
import { knownFields } from '../declared/known.ts'

/** What stands in a form before anything is typed. */
export function useKnown(declared: Declared): Record<string, unknown> {
  const { session, relation } = useSigned()
  const all = useDeclarations()
  const isAsked = declared.procedure.plays?.as === 'relation'
  const keys = useQuery({ ...keysQuery(relation.id), enabled: isAsked }).data?.keys
  return keys ? knownFields(declared, { session, other: relation.other, keys, all }) : {}
}
