import { useMemo } from 'react'
import { useDeclarations } from '../api/queries.ts'
import { useTexts } from '../text/use-texts.tsx'
import { findDeclared, type Naming, namingOf } from './naming.ts'

export type NamingFor = (of: { digest?: string; procedure: string }) => Naming

/** Names of any procedure this node holds. */
export function useNaming(): NamingFor {
  const all = useDeclarations()
  const { language } = useTexts()
  return useMemo(() => {
    const made = new Map<string, Naming>()
    return (of) => {
      const key = of.digest ?? of.procedure
      let naming = made.get(key)
      if (!naming) {
        naming = namingOf(findDeclared(all, of), of.procedure, language)
        made.set(key, naming)
      }
      return naming
    }
  }, [all, language])
}
