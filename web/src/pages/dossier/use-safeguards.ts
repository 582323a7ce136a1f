import { useMemo } from 'react'
import type { Dossier } from '../../api/types.ts'
import type { Naming } from '../../declared/naming.ts'
import { type Safeguard, safeguardsOf } from '../../declared/safeguards.ts'
import { useSigned } from '../../parts/session.tsx'

export function useSafeguards(dossier: Dossier, { declared }: Naming): Safeguard[] {
  const { session, relation } = useSigned()
  return useMemo(() => {
    const [one, two] = [session.side, relation.other].toSorted()
    return one === undefined || two === undefined ? [] : safeguardsOf(declared, dossier, [one, two])
  }, [session.side, relation.other, declared, dossier])
}
