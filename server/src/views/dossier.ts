/** One dossier in full: ladder, path, clock, what can be done, what it is linked to, what is proven. */
import { COMMON_ACTS, offers, type Procedure, pathOf } from '@counterpart/casework'
import type { Officer, Sight } from '../http/ports.ts'
import type { DossierRef, DossierView, Rung } from '../http/schema/dossier.ts'
import type { DossierRow } from '../store/store.ts'
import { positionOf } from '../uses/position.ts'
import { filedUnder } from './counts.ts'
import { factsOf } from './desk.ts'
import { declarationOf, type Look } from './look.ts'
import { custodyOf } from './register.ts'
import { deskRow, refTo } from './row.ts'
import { ladderOf } from './rungs.ts'

export async function dossierView(
  look: Look,
  id: string,
  officer: Officer,
  sight: Sight,
): Promise<DossierView | null> {
  const row = await look.reader.dossier(id)
  if (!row) return null
  const procedure = declarationOf(look.node, row)
  const { rungs } = await ladderOf(look, row, procedure)
  const { counts, children } = await filedUnder(look, id, sight)
  const { ahead } = row
  return {
    ...(await deskRow(look, row, officer.office.code)),
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
    position: positionOf(ahead),
    fields: fieldsOf(procedure, row, rungs),
    rungs,
    offers: offersFor(look, row, procedure, officer),
    parents: await parentsOf(look, row, procedure, sight),
    children,
    counts,
    proof: {
      ours: await custodyOf(look, look.relation.ours),
      theirs: await custodyOf(look, look.relation.theirs),
    },
  }
}

/** The latest value of every field that has effect: of the kept part as folded, of the others as last given. */
function fieldsOf(procedure: Procedure, row: DossierRow, rungs: readonly Rung[]): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  for (const { act, fields: given, words } of rungs) {
    if (
      act === null ||
      procedure.acts[act]?.proposes ||
      words.includes('overtaken') ||
      words.includes('void')
    )
      continue
    for (const [name, value] of Object.entries(given))
      if (procedure.fields[name]?.part !== 'kept') fields[name] = value
  }
  for (const [name, value] of Object.entries(row.ahead.kept))
    if (Object.hasOwn(procedure.fields, name)) fields[name] = value
  return fields
}

function offersFor(
  look: Look,
  row: DossierRow,
  procedure: Procedure,
  officer: Officer,
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
  )
  const common: readonly string[] = COMMON_ACTS
  return offered.map(({ act, allowed, code, approval, answers }) => ({
    act,
    allowed,
    code,
    approval,
    common: common.includes(act),
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
  const found: DossierRef[] = []
  for (const { dossier, content, relation } of links) {
    const other = await look.reader.dossier(dossier)
    if (other && sight.sees(factsOf(look.relation.id, other)))
      found.push(refTo(look, other, relation, content))
  }
  return found
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
