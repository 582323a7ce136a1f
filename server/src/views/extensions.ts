/** Until when an act extended a deadline, and until when it ran before. The state of the dossier has only the last extension. */
import type { Procedure } from '@counterpart/casework'
import type { DossierView, Rung } from '../http/schema/dossier.ts'
import { orDamaged } from '../uses/damage.ts'
import { newFolding } from '../uses/dossier/folding.ts'
import { newSettlers } from '../uses/dossier/settlers.ts'
import { loadTerms } from '../uses/dossier/terms.ts'
import { orWhole } from '../uses/dossier/whole.ts'
import type { Look } from './look.ts'

/** Settled extensions, the same on both sides. A dossier is folded anew only where something was extended. */
export async function extensionsOf(
  look: Look,
  dossier: string,
  procedure: Procedure,
  rungs: readonly Rung[],
): Promise<DossierView['extensions']> {
  const isExtending = ({ act, code }: Rung) =>
    act !== null && code === null && procedure.acts[act]?.clock === 'extend'
  const extending = new Set(rungs.filter(isExtending).map(({ leaf }) => leaf))
  if (extending.size === 0) return []
  // The damage is reported where it is found.
  return (await orDamaged(orWhole(look.relation, () => folded(look, dossier, extending)))) ?? []
}

async function folded(
  { node, relation, reader, heads }: Look,
  dossier: string,
  extending: ReadonlySet<string>,
): Promise<DossierView['extensions']> {
  const running = { [relation.ours]: heads.ours.running, [relation.theirs]: heads.theirs.running }
  const settlers = newSettlers(reader, running, () => [])
  // The terms as the last act read them: the relation's own dossier grows as long as the relation lasts.
  const { terms } = await loadTerms(node, relation, reader, settlers, relation.agreed)
  const folding = newFolding({ node, relation, reader, settlers, terms, anew: true })
  const held = await folding.dossier(dossier)
  const found: DossierView['extensions'] = []
  for (const placed of held?.waiting ?? []) {
    if (!held) break
    const from = held.settled?.clock?.due
    // One at a time: several may be settled by the same entry.
    held.waiting = [placed]
    await folding.settle(held, Number.MAX_SAFE_INTEGER)
    const to = held.settled?.clock?.due
    const { leaf } = placed.entry
    if (extending.has(leaf) && from !== undefined && to !== undefined && from !== to)
      found.push({ leaf, from, to })
  }
  return found
}
