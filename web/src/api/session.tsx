import { createContext, useContext } from 'react'
import type { Officer, Relation, Session } from './types.ts'

/** What every page behind the sign-in may rely on. */
export interface Signed {
  session: Session
  officer: Officer
  relations: Relation[]
  relation: Relation
  chooseRelation(id: string): void
}

export const SignedContext = createContext<Signed | null>(null)

export function useSigned(): Signed {
  const signed = useContext(SignedContext)
  if (!signed) throw new Error('nobody is signed in')
  return signed
}

export function useSession(): Session {
  return useSigned().session
}
