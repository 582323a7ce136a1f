/** One dossier in full: ladder, path, clock, what can be done, what it is linked to, what is proven. */
import { COMMON_ACTS, offers, type Procedure, pathOf } from '@counterpart/casework'
import type { Officer, Sight } from '../http/ports.ts'
import type { DossierRef, DossierView, Rung } from '../http/schema/dossier.ts'
import type { DossierRow } from '../store/store.ts'
import { isNothingSettled } from '../uses/dossier/nothing-settled.ts'
import { positionOf } from '../uses/dossier/position.ts'
import { filedUnder } from './counts.ts'
import { custodyOf } from './custody.ts'
import { extensionsOf } from './extensions.ts'
import { declarationOf, type Look } from './look.ts'
import { gatesIn, guardsFor, responsibilityOf } from './responsibility.ts'
import { retentionOf } from './retention.ts'
import { deskRows, refTo } from './row.ts'
import { ladderOf } from './rungs.ts'
import { factsOf } from './sight.ts'

/** `opaqueId`: the officer's id in the relation, by which acts know their authors. */
export async function dossierView(
  look: Look,
  id: string,
  officer: Officer,
  sight: Sight,
  opaqueId: string,
): Promise<DossierView | null> {
  const row = await look.reader.dossier(id)
  if (!row) return null
  const procedure = declarationOf(look.node, row)
  const [line] = await deskRows(look, [row], officer.office.code)
  if (!line) return null
  const { rungs, retentions } = await ladderOf(look, row, procedure)
  const { counts, children } = await filedUnder(look, id, sight)
  const { ahead } = row
  const parents = await parentsOf(look, row, procedure, sight)
  const named = new Set([...parents, ...children].map((ref) => ref.id))
  const linked = [...row.under.map(({ dossier }) => dossier), ...named]
  return {
    ...line,
    damaged: line.damaged || rungs.some(isDamaged),
    digest: ahead.digest,
    keeper: ahead.keeper,
    path: pathOf(procedure, ahead),
    clock: ahead.clock && {
      deadline: ahead.clock.deadline,
      owes: ahead.clock.owes,
      started: ahead.clock.started,
      due: ahead.clock.due,
      paused: ahead.clock.paused,
    },
    clocks: ahead.clocks,
    extensions: await extensionsOf(look, id, procedure, rungs),
    ...responsibilityOf(look, procedure, ahead),
    gates: gatesIn(procedure, ahead, look.relation.ours, opaqueId),
    position: positionOf(ahead, retentions, procedure),
    fields: fieldsOf(procedure, row, rungs),
    rungs,
    offers: isNothing(row, rungs) ? [] : offersFor(look, row, procedure, officer, opaqueId),
    parents,
    children,
    counts,
    retention: await retentionOf(look, id, linked, named),
    proof: {
      ours: await custodyOf(look, look.relation.ours),
      theirs: await custodyOf(look, look.relation.theirs),
    },
  }
}

/**
 * The latest value of every field that has effect: of the kept part as folded, of the others as last given
 * or adopted. Where the part that was given last is gone, nothing older stands in for it.
 */
function fieldsOf(procedure: Procedure, row: DossierRow, rungs: readonly Rung[]): Record<string, unknown> {
  const fields = new Map<string, unknown>()
  const byLeaf = new Map(rungs.map((rung) => [rung.leaf, rung]))
  const say = ({ act, fields: given, parts }: Rung) => {
    const declared = act === null ? undefined : procedure.acts[act]
    for (const name of declared ? [...declared.needs, ...(declared.may ?? [])] : []) {
      const part = procedure.fields[name]?.part
      const isGone = parts.some((one) => one.name === part && one.state !== 'held')
      if (Object.hasOwn(given, name)) fields.set(name, given[name])
      else if (isGone) fields.delete(name)
    }
  }
  for (const rung of rungs) {
    const declared = rung.act === null ? undefined : procedure.acts[rung.act]
    // With a code it has no effect, or would have none where it stands now.
    if (!declared || rung.code !== null || declared.proposes) continue
    const adopted = declared.adopts && rung.on !== null ? byLeaf.get(rung.on) : undefined
    if (adopted) say(adopted)
    say(rung)
  }
  const kept = Object.entries(row.ahead.kept).filter(([name]) => procedure.fields[name]?.part === 'kept')
  const others = [...fields].filter(([name]) => procedure.fields[name]?.part !== 'kept')
  return Object.fromEntries([...others, ...kept])
}

/** What is shown without something that is stored of it. */
function isDamaged({ kind, parts }: Rung): boolean {
  return kind === 'damaged' || parts.some(({ state }) => state === 'damaged')
}

/** Its opening came to nothing: there is no dossier that anything could be done in. */
function isNothing(row: DossierRow, rungs: readonly Rung[]): boolean {
  return isNothingSettled(row) && rungs.every(({ kind, code }) => kind !== 'open' || code !== null)
}

function offersFor(
  look: Look,
  row: DossierRow,
  procedure: Procedure,
  officer: Officer,
  opaqueId: string,
): DossierView['offers'] {
  const { relation, heads } = look
  const { ahead } = row
  const offered = offers(
    procedure,
    ahead,
    relation.ours,
    officer.office.level,
    officer.roles,
    relation.parties,
    heads.theirs.size,
    opaqueId,
  )
  const common: readonly string[] = COMMON_ACTS
  const stopped = relation.diverged.has(row.id) ? 'held-diverged' : null
  return offered.map(({ act, allowed, code, approval, answers, guards }) => ({
    act,
    allowed: allowed && stopped === null,
    code: stopped ?? code,
    approval,
    common: common.includes(act),
    guards: guardsFor(guards, relation.ours, opaqueId),
    answers: answers.flatMap((leaf) => {
      const found = Object.entries(ahead.current).find(([, current]) => current.leaf === leaf)
      return found ? [{ leaf, act: found[0], time: found[1].last }] : []
    }),
  }))
}

/** What it is filed under, and what its fields refer to. */
async function parentsOf(
  look: Look,
  row: DossierRow,
  procedure: Procedure,
  sight: Sight,
): Promise<DossierRef[]> {
  const links = row.under.map(({ dossier, content }) => ({ dossier, content, relation: 'filed-under' }))
  for (const [name, field] of Object.entries(procedure.fields)) {
    const value = row.ahead.kept[name]
    if (field.kind === 'reference') links.push(...linksIn([value], null))
    if (field.kind !== 'list' || !Array.isArray(value)) continue
    // The column that says what kind of link it is: the first choice of the row.
    const kind = Object.entries(field.row).find(([, column]) => column.kind === 'choice')?.[0]
    const columns = field.needs.filter((column) => field.row[column]?.kind === 'reference')
    for (const one of value as Record<string, unknown>[])
      for (const column of columns)
        links.push(...linksIn([one[column]], kind === undefined ? null : one[kind]))
  }
  const others = await look.reader.dossiersNamed(links.map(({ dossier }) => dossier))
  return links.flatMap(({ dossier, content, relation }) => {
    const other = others.get(dossier)
    const isSeen = other !== undefined && sight.sees(factsOf(look.relation.id, other))
    return isSeen ? [refTo(look, other, relation, content)] : []
  })
}

function linksIn(
  values: readonly unknown[],
  kind: unknown,
): { dossier: string; content: string | null; relation: string }[] {
  return values.flatMap((value) => {
    if (
      typeof value !== 'object' ||
      value === null ||
      !('dossier' in value) ||
      typeof value.dossier !== 'string'
    )
      return []
    const content = 'content' in value && typeof value.content === 'string' ? value.content : null
    return [{ dossier: value.dossier, content, relation: typeof kind === 'string' ? kind : 'refers-to' }]
  })
}
