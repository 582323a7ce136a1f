/** What is kept of dossiers and verdicts where no entry leads to it: page by page, for there are as many as there ever were. */
import type { OrphanPage } from '../store/as-stored.ts'
import type { Store } from '../store/store.ts'
import type { Found } from './finding.ts'

const AT_ONCE = 1000

/** `most`: of each, what is more comes with the next pass. Whether it came to its end. */
export async function checkOrphans(
  store: Store,
  relation: string,
  most: number,
  rest: (worked: number) => Promise<void>,
  signal: AbortSignal,
  found: Found,
): Promise<boolean> {
  for (const table of ['dossier', 'verdict'] as const) {
    let left = most
    for (let after: string | null = null; left > 0; ) {
      if (signal.aborted) return false
      const began = performance.now()
      const from: string | null = after
      const page: OrphanPage = await store.read(relation, (reader) => reader.orphans(table, from, AT_ONCE))
      for (const id of page.ids.slice(0, left)) found({ what: 'orphan', table, id })
      left -= page.ids.length
      after = page.last
      if (after === null) break
      await rest(performance.now() - began)
    }
  }
  return true
}
