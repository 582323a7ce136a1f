/** What is said of keeping and destroying: of one dossier, and of all that fall due. */
import { keepLongest, readRecall, withSignsNamed } from '@counterpart/casework'
import { DAY } from '@counterpart/casework/civil'
import type { Sight } from '../http/ports.ts'
import type { Retention, RetentionPage } from '../http/schema/retention.ts'
import type { EntryRow, PartState } from '../store/store.ts'
import { damageIn, orDamaged } from '../uses/damage.ts'
import { withoutCopies } from '../uses/dossier/without-copies.ts'
import { entryOf, readInTurn } from '../uses/log/entry.ts'
import { dossierEnds } from '../uses/retention/part-ends.ts'
import { saidOf } from '../uses/retention/said-of.ts'
import { heldDeclaration, type Look } from './look.ts'
import { GRACE } from './part-views.ts'
import { factsOf } from './sight.ts'

const AHEAD = 30 * DAY
const SHOWN = 200
/** Dossiers of which recalls are looked for from another one. */
const LINKED = 40

const ABOUT: readonly EntryRow['kind'][] = ['stay', 'recall', 'noted']

/** `linked`: dossiers that this one came from, led to or is the same as; `seen`: those that may be named. */
export async function retentionOf(
  look: Look,
  dossier: string,
  linked: readonly string[],
  seen: ReadonlySet<string>,
): Promise<Retention> {
  const own = await saidIn(look, dossier)
  const elsewhere: Retention['elsewhere'] = []
  for (const id of [...new Set(linked)].filter((one) => one !== dossier).slice(0, LINKED))
    for (const recall of (await saidIn(look, id)).recalls)
      elsewhere.push({ dossier: seen.has(id) ? id : null, ...(seen.has(id) ? recall : bare(recall)) })
  return { ...own, elsewhere }
}

/** That something was recalled has to be known to whoever may have used it; what and why is for those who may read it. */
function bare<R extends Retention['recalls'][number]>(recall: R): R {
  return { ...recall, office: null, reason: null, parts: [], noted: [] }
}

async function saidIn(look: Look, dossier: string): Promise<Omit<Retention, 'elsewhere'>> {
  // The rest of a dossier is shown while something of it cannot be read.
  return (await orDamaged(readIn(look, dossier))) ?? { stay: null, stays: [], recalls: [] }
}

async function readIn(
  { reader, node, relation }: Look,
  dossier: string,
): Promise<Omit<Retention, 'elsewhere'>> {
  const rows = withoutCopies(await reader.dossierEntries(dossier))
  const about = rows.filter(({ kind }) => ABOUT.includes(kind))
  if (about.length === 0) return { stay: null, stays: [], recalls: [] }
  const parts = await reader.parts(about.map(({ leaf }) => leaf))
  const said = about.map((row) => ({ row, entry: saidOf(row, parts.get(row.leaf) ?? []) }))
  const byLeaf = new Map(rows.map((row) => [row.leaf, row]))
  const recalls = new Map<string, Retention['recalls'][number]>()
  for (const { row, entry } of said) {
    const { leaf, side, time } = row
    if (entry.header?.kind !== 'recall') continue
    const { on, office } = entry.header
    const target = byLeaf.get(on)
    if (target?.side !== side || target.index >= row.index) continue
    const recall = readRecall(entry, entryOf(target, []).header)
    if (!recall) continue
    const reason = await wordIn(parts.get(leaf), 'reason')
    recalls.set(leaf, { leaf, side, time, on, office, ...recall, reason, noted: [] })
  }
  for (const { row, entry } of said) {
    if (entry.header?.kind !== 'noted') continue
    const recall = recalls.get(entry.header.on)
    if (recall && recall.side !== row.side) recall.noted.push({ office: entry.header.office, time: row.time })
  }
  // Those by which things are destroyed, and not as a page would read them.
  const standing = about.some(({ kind }) => kind === 'stay')
    ? (await dossierEnds(node, relation, reader, dossier)).stays
    : []
  const stays: Retention['stays'] = []
  for (const { entry, until, ground } of standing) {
    const { leaf, side, header } = entry
    const reference = await wordIn(parts.get(leaf), 'reference')
    stays.push({ leaf, side, time: header?.time ?? 0, until, ground, reference })
  }
  return {
    stay: keepLongest(stays) || null,
    stays,
    recalls: [...recalls.values()],
  }
}

async function wordIn(parts: readonly PartState[] | undefined, name: string): Promise<string | null> {
  const content = parts?.find((part) => part.name === 'content')
  const said = content?.state === 'held' ? await readInTurn(content.bytes) : null
  const value = said?.[name]
  // The other side's node may have let through what turns the direction of a line.
  return typeof value === 'string' ? withSignsNamed(value) : null
}

export async function retentionPage(look: Look, sight: Sight): Promise<RetentionPage> {
  const { reader, node, relation } = look
  const until = node.clock() + AHEAD
  const falling = await reader.falling(until, SHOWN)
  const rows: RetentionPage['rows'] = []
  for (const { dossier } of falling) {
    const found = await orTold(look, dossier, dossierEnds(node, relation, reader, dossier))
    if (!found?.row || !sight.sees(factsOf(relation.id, found.row))) continue
    const { row, ends, stay } = found
    const parts = ends.flatMap(({ leaf, side, name, state, at, why }) =>
      state === 'held' && at !== null && at <= until ? [{ leaf, side, name, at, why }] : [],
    )
    if (parts.length === 0) continue
    const declared = heldDeclaration(node, row)
    const title = (declared && row.ahead.kept[declared.title]) ?? null
    // The other side may name more parts than a call takes.
    const first = parts.reduce((least, { at }) => Math.min(least, at), until)
    rows.push({ dossier, procedure: row.procedure, title, parts, first, stay: stay || null })
  }
  rows.sort((a, b) => a.first - b.first)
  return { until, rows, late: await lateThere(look, sight), more: falling.length === SHOWN }
}

async function lateThere(look: Look, sight: Sight): Promise<RetentionPage['late']> {
  const { reader, node, relation } = look
  const found = new Map<string, RetentionPage['late'][number]>()
  for (const { leaf, time } of await reader.oneSided(node.clock() - GRACE, SHOWN)) {
    const dossier = (await orTold(look, undefined, reader.entryByLeaf(leaf)))?.dossier
    const row = dossier ? await orTold(look, dossier, reader.dossier(dossier)) : null
    if (!row || !sight.sees(factsOf(relation.id, row))) continue
    const known = found.get(row.id)
    found.set(row.id, { dossier: row.id, parts: (known?.parts ?? 0) + 1, since: known?.since ?? time })
  }
  return [...found.values()]
}

/** `null` for what cannot be read, which is told: the others are shown. */
async function orTold<T>(look: Look, dossier: string | undefined, read: Promise<T>): Promise<T | null> {
  try {
    return await read
  } catch (error) {
    const damage = damageIn(error, dossier)
    if (!damage) throw error
    look.damages.push(damage)
    return null
  }
}
