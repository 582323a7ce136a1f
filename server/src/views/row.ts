/** A dossier as one line of a list. */
import { clockState, type DossierState } from '@counterpart/casework'
import type { DeskRow, DossierRef } from '../http/schema/dossier.ts'
import type { DossierRow } from '../store/store.ts'
import { entryOf } from '../uses/entry.ts'
import { declarationOf, type Look } from './look.ts'
import { wordsOf } from './words.ts'

type Title = DeskRow['title']

/** `office`: whose eyes it is for, to say whether they have seen the last act of the other side. */
export async function deskRow(look: Look, row: DossierRow, office: string): Promise<DeskRow> {
  const { relation, node } = look
  const { ahead } = row
  const last = lastOf(ahead)
  return {
    id: row.id,
    relation: relation.id,
    procedure: row.procedure,
    plays: row.plays,
    title: titleOf(look, row),
    numbers: Object.fromEntries(relation.parties.map((party) => [party, ahead.numbers[party] ?? null])),
    state: ahead.state,
    waits: row.waits,
    due: row.due,
    late: clockState(ahead.clock, node.clock()) === 'late',
    paused: ahead.clock?.paused != null,
    level: row.level as DeskRow['level'],
    opener: ahead.opener,
    lastAct: last && { act: last.act, side: last.by, time: last.last, word: await wordOf(look, row, last) },
    onWay: countOf(ahead) - (isNothingSettled(row) ? 0 : countOf(row.settled)),
    unopened: last !== null && last.by === relation.theirs && !(await isOpened(look, row, last.leaf, office)),
    under: row.under,
  }
}

export function titleOf(look: Look, row: DossierRow): Title {
  return (row.ahead.kept[declarationOf(look.node, row).title] ?? null) as Title
}

export function refTo(look: Look, row: DossierRow, relation: string, content: string | null): DossierRef {
  return {
    id: row.id,
    procedure: row.procedure,
    plays: row.plays,
    title: titleOf(look, row),
    relation,
    content,
    state: row.ahead.state,
  }
}

interface Last {
  act: string
  leaf: string
  by: string
  last: number
}

function lastOf(state: DossierState): Last | null {
  let found: Last | null = null
  for (const [act, { leaf, by, last }] of Object.entries(state.current))
    if (!found || last >= found.last) found = { act, leaf, by, last }
  return found
}

async function wordOf(
  look: Look,
  row: DossierRow,
  last: Last,
): Promise<NonNullable<DeskRow['lastAct']>['word']> {
  const entry = await look.reader.entryByLeaf(last.leaf, last.by)
  if (!entry) return 'effective'
  const judged = await look.reader.judged([last.leaf])
  const seen = { cosigned: look.cosigned, ours: look.relation.ours, keeper: row.ahead.keeper }
  return wordsOf(entry, judged.get(last.leaf), false, seen).word
}

function isNothingSettled(row: DossierRow): boolean {
  return row.at.keeper === 0 && row.at.guest === 0
}

function countOf(state: DossierState): number {
  return Object.values(state.current).reduce((sum, { count }) => sum + count, 0)
}

async function isOpened(look: Look, row: DossierRow, leaf: string, office: string): Promise<boolean> {
  const rows = await look.reader.dossierEntries(row.id)
  return rows.some((entry) => {
    if (entry.kind !== 'opened' || entry.side !== look.relation.ours) return false
    const { header } = entryOf(entry, [])
    return header?.kind === 'opened' && header.on === leaf && header.office === office
  })
}
