/** Folds dossiers from nothing but their entries and writes them, as many at once as can be read together. */
import { tallyDifference } from '@counterpart/casework'
import { isDamage } from '../../errors.ts'
import type { Heads, Writer } from '../../store/store.ts'
import { type Damage, damageIn } from '../damage.ts'
import type { Node, Relation } from '../relation.ts'
import { newFolding } from './folding.ts'
import { newSettlers } from './settlers.ts'
import { tallied } from './tallied.ts'
import { loadTerms } from './terms.ts'
import { writeDossiers } from './write-dossiers.ts'

export const PAGE = 500

/**
 * To be called after the counts were reset. `changed`: the time of the last change, by dossier. `mayStay`: whether a dossier
 * that cannot be read stays as it was folded before. Resolves to those that do.
 */
export async function foldAnew(
  node: Node,
  relation: Relation,
  changed: ReadonlyMap<string, number>,
  heads: Heads,
  writer: Writer,
  mayStay: (damage: Damage) => boolean,
  page = PAGE,
): Promise<Damage[]> {
  const ids = [...changed.keys()]
  const damages: Damage[] = []
  for (let from = 0; from < ids.length; from += page)
    damages.push(...(await fold(ids.slice(from, from + page))))
  return damages

  async function fold(some: readonly string[]): Promise<Damage[]> {
    const running = { [relation.ours]: heads.ours.running, [relation.theirs]: heads.theirs.running }
    const settlers = newSettlers(writer, running, () => [])
    const { terms } = await loadTerms(node, relation, writer, settlers, 'anew')
    const folding = newFolding({ node, relation, reader: writer, settlers, terms, anew: true })
    try {
      await folding.load(some)
    } catch (error) {
      const damage = damageIn(error, some[0])
      if (!damage || !mayStay(damage)) throw error
      if (some.length === 1) return count(damage, some)
      const half = some.length >> 1
      return [...(await fold(some.slice(0, half))), ...(await fold(some.slice(half)))]
    }
    await writeDossiers(node, relation, folding, heads, (id) => changed.get(id) ?? 0, writer)
    return []
  }

  /** Counts the dossier as it is stored: a later fold adds only what has changed since. */
  async function count(damage: Damage, [id = '']: readonly string[]): Promise<Damage[]> {
    const stored = await writer.dossier(id).catch((error: unknown) => {
      // No fold goes on from it, and a scrub counts what it puts there instead.
      if (isDamage(error)) return null
      throw error
    })
    await writer.addTally(tallyDifference([], tallied(node, stored)))
    return [damage]
  }
}
