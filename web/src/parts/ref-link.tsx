import { useQuery } from '@tanstack/react-query'
import { dossierQuery } from '../api/queries.ts'
import { routeTo } from '../route/route.ts'
import { Link } from '../route/use-route.tsx'
import { Plain } from './said.tsx'

/** A link to another dossier by its title, once it is known; by its fingerprint until then. */
export function RefLink({ id, content }: { id: string; content: string | null }) {
  const dossier = useQuery({ ...dossierQuery(id), staleTime: 60_000, retry: false }).data
  return (
    <Link className="ref-link" to={routeTo({ id, plays: dossier?.plays ?? null })}>
      {dossier ? <Plain value={dossier.title} /> : <code>{id.slice(0, 12)}…</code>}
      {content !== null && content !== '' && ` · ${content}`}
    </Link>
  )
}
