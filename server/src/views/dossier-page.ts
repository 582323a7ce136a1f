/** A page of dossiers to be shown: what is stored of one of them may be damaged, and keeps no other from the page. */
import { NodeError } from '../errors.ts'
import type { DossierKey, DossierQuery, DossierRow } from '../store/store.ts'
import type { Look } from './look.ts'
import { readSound } from './sound.ts'

export interface DossierPage {
  /** All that there are, in the order of the page. */
  keys: readonly DossierKey[]
  /** Those that can be read, in the same order. */
  rows: readonly DossierRow[]
}

export async function dossierPage(look: Look, query: DossierQuery): Promise<DossierPage> {
  const { reader } = look
  try {
    const rows = await reader.dossiers(query)
    return { keys: rows, rows }
  } catch (error) {
    if (!(error instanceof NodeError) || error.code !== 'entry-damaged') throw error
  }
  const keys = await reader.dossierKeys(query)
  const ids = keys.map(({ id }) => id)
  const { found, damaged } = await readSound(ids, async (some) => [
    ...(await reader.dossiersNamed([...some])).values(),
  ])
  look.damages.push(...damaged.map((dossier) => ({ what: 'what is folded of a dossier', dossier })))
  const byId = new Map(found.map((row) => [row.id, row]))
  return { keys, rows: ids.flatMap((id) => byId.get(id) ?? []) }
}
