import { useQuery, useQueryClient } from '@tanstack/react-query'
import { dossierQuery } from '../api/queries.ts'
import type { FrameRow } from '../api/types.ts'
import { routeTo } from '../route/route.ts'
import { Link } from '../route/use-route.tsx'
import { useTexts } from '../text/use-texts.tsx'
import { Plain } from './said.tsx'

/** A dossier that a page has read among many, so that its title need not be asked for. */
function useRead(id: string): FrameRow | undefined {
  const client = useQueryClient()
  for (const [, rows] of client.getQueriesData<FrameRow[]>({ queryKey: ['frame'] })) {
    const found = rows?.find((row) => row.id === id)
    if (found) return found
  }
  return undefined
}

/** A link to another dossier by its title; by its fingerprint where the title cannot be read. */
export function RefLink({ id, content }: { id: string; content: string | null }) {
  const read = useRead(id)
  const { t } = useTexts()
  const asked = useQuery({ ...dossierQuery(id), staleTime: 60_000, retry: false, enabled: !read })
  const dossier = read ?? asked.data
  return (
    <Link className="ref-link" to={routeTo({ id, plays: dossier?.plays ?? null })}>
      {dossier ? (
        <Plain value={dossier.title} />
      ) : asked.isLoading ? (
        <span className="waiting-title" role="img" aria-label={t('page.reading')} />
      ) : (
        <code>{id.slice(0, 12)}…</code>
      )}
      {content !== null && content !== '' && ` · ${content}`}
    </Link>
  )
}
