import { useMemo } from 'react'
import { useSigned } from '../api/session.tsx'
import type { Dossier } from '../api/types.ts'
import type { Naming } from './naming.ts'
import { type Safeguard, safeguardsOf } from './safeguards.ts'

export function useSafeguards(dossier: Dossier, { declared }: Naming): Safeguard[] {
  const { session, relation } = useSigned()
  return useMemo(() => {
    const [one, two] = [session.side, relation.other].toSorted()
    return one === undefined || two === undefined ? [] : safeguardsOf(declared, dossier, [one, two])
  }, [session.side, relation.other, declared, dossier])
}
