/** What is folded of a dossier is what its entries say, whatever was stored of it before. */
import { canonicalJson } from '@counterpart/protocol'
import type { DossierRow, JudgedRow, Reader } from '../store/store.ts'
import { type Damage, damageIn, orDamaged } from '../uses/damage.ts'
import { rowFor } from '../uses/dossier/dossier-row.ts'
import { type Held, judgedRow, newFolding } from '../uses/dossier/folding.ts'
import { newSettlers } from '../uses/dossier/settlers.ts'
import { loadTerms } from '../uses/dossier/terms.ts'
import { orWhole } from '../uses/dossier/whole.ts'
import { keeperHead, placeOf } from '../uses/dossier/write-dossiers.ts'
import type { Found, Scrubbed } from './finding.ts'
import { withSoundParts } from './sound-parts.ts'

/** A dossier as its entries have it. */
export interface Fresh {
  /** `null` while nothing in it has effect. */
  row: DossierRow | null
  judged: JudgedRow[]
}

/** Folds them from nothing but entries. @throws NodeError `entry-damaged` when one of those is, `dossier-too-large` */
export async function foldFresh(
  { node, relation }: Scrubbed,
  reader: Reader,
  dossiers: readonly string[],
): Promise<Map<string, Fresh>> {
  const heads = await reader.heads()
  const running = { [relation.ours]: heads.ours.running, [relation.theirs]: heads.theirs.running }
  const settlers = newSettlers(reader, running, () => [])
  const { terms } = await loadTerms(node, relation, reader, settlers, 'anew')
  const folding = newFolding({ node, relation, reader, settlers, terms, anew: true })
  await folding.load(dossiers)
  const fresh = new Map<string, Fresh>()
  for (const held of folding.held()) {
    if (!dossiers.includes(held.id)) continue
    await folding.finish(held, keeperHead(held, relation, heads).size)
    fresh.set(held.id, {
      row: rowFor(held, placeOf(held, relation, heads), node, relation, lastIn(held)),
      judged: [...held.judged.values()].map(judgedRow),
    })
  }
  return fresh
}

/** What its entries say of when it last changed. */
function lastIn(held: Held): number {
  return held.entries.reduce((last, { header }) => Math.max(last, header?.time ?? 0), 0)
}

/**
 * `reader`: one that gives nothing damaged, so that no fold is blamed for what lies below it. Resolves to what is too large to
 * be folded at all.
 */
export async function checkFolds(
  scrubbed: Scrubbed,
  reader: Reader,
  dossiers: readonly string[],
  found: Found,
): Promise<Damage[]> {
  // Entries that are only held are not folded before the next log begins.
  if (dossiers.length === 0 || scrubbed.relation.start !== 'confirmed') return []
  let all: Map<string, Fresh>
  try {
    all = await orWhole(scrubbed.relation, () => foldFresh(scrubbed, withSoundParts(reader), dossiers))
  } catch (error) {
    const damage = damageIn(error, dossiers[0])
    if (!damage) throw error
    // What is damaged below is found where it lies; what stands on it is looked at when that is mended.
    if (dossiers.length === 1) return damage.code === 'dossier-too-large' ? [damage] : []
    const half = dossiers.length >> 1
    const first = await checkFolds(scrubbed, reader, dossiers.slice(0, half), found)
    return [...first, ...(await checkFolds(scrubbed, reader, dossiers.slice(half), found))]
  }
  const misfiled = new Set(await orDamaged(reader.misfiled([...dossiers])))
  for (const [dossier, { row, judged }] of all) {
    const stored = await orDamaged(reader.dossier(dossier).then((kept) => ({ kept })))
    if (!stored || !isSame(row, stored.kept)) found({ what: 'fold', dossier })
    else if (misfiled.has(dossier)) found({ what: 'index', dossier })
    const kept = await reader.judged(judged.map(({ leaf }) => leaf))
    for (const one of judged)
      if (!isSameVerdict(one, kept.get(one.leaf))) found({ what: 'verdict', leaf: one.leaf, dossier })
  }
  return []
}

/** The digest of a row vouches for what no entry says: when it changed here, and what it was folded at. */
function isSame(fresh: DossierRow | null, stored: DossierRow | null): boolean {
  // An opening that came to nothing keeps the row its author saw, in which nobody has anything to do.
  if (fresh === null) return stored === null || (stored.turn === null && stored.wakes === null)
  if (stored === null) return false
  const offices = new Set(stored.offices)
  return fresh.offices.every((office) => offices.has(office)) && comparable(fresh) === comparable(stored)
}

function comparable({ at: _at, changed: _changed, offices: _offices, ...row }: DossierRow): string {
  return canonicalJson({ ...row })
}

function isSameVerdict(fresh: JudgedRow, stored: JudgedRow | undefined): boolean {
  return (
    stored?.verdict === fresh.verdict &&
    stored.code === fresh.code &&
    stored.settler === fresh.settler &&
    (fresh.settler === null || stored.time === fresh.time)
  )
}
