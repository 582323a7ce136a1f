/** The ladder: every entry of a dossier on the side that made it, with what became of it. */
import { crossed, type Entry, joinParts, type Procedure } from '@counterpart/casework'
import type { Rung } from '../http/schema/dossier.ts'
import type { DossierRow, EntryRow, JudgedRow, PartState } from '../store/store.ts'
import { entryOf, readPart, withoutCopies } from '../uses/entry.ts'
import type { Look } from './look.ts'
import { wordsOf } from './words.ts'

export interface Ladder {
  rungs: Rung[]
  rows: EntryRow[]
  judged: Map<string, JudgedRow>
}

export async function ladderOf(look: Look, dossier: DossierRow, procedure: Procedure): Promise<Ladder> {
  const rows = withoutCopies(await look.reader.dossierEntries(dossier.id))
  const leaves = rows.map((row) => row.leaf)
  const [parts, judged] = [await look.reader.parts(leaves), await look.reader.judged(leaves)]
  const entries = rows.map((row) => entryOf(row, parts.get(row.leaf) ?? []))
  const opened = openings(rows, entries)
  const rungs = entries.flatMap((entry, position) => {
    const row = rows[position]
    if (!row || row.kind === 'opened') return []
    const openedBy = opened.get(row.leaf) ?? []
    const crosses = entries.some((other) => acts(other) && acts(entry) && crossed(entry, other))
    return [
      rungOf(
        look,
        dossier,
        procedure,
        row,
        entry,
        judged.get(row.leaf),
        parts.get(row.leaf) ?? [],
        openedBy,
        crosses,
      ),
    ]
  })
  return { rungs: inOrder(rungs, dossier.ahead.keeper), rows, judged }
}

function acts(entry: Entry): boolean {
  return entry.header?.kind === 'open' || entry.header?.kind === 'act'
}

function rungOf(
  look: Look,
  dossier: DossierRow,
  procedure: Procedure,
  row: EntryRow,
  entry: Entry,
  judged: JudgedRow | undefined,
  parts: readonly PartState[],
  openedBy: Rung['openedBy'],
  crosses: boolean,
): Rung {
  const { relation } = look
  const { header } = entry
  const said = header?.kind === 'open' || header?.kind === 'act' ? header : null
  const own = row.side === relation.ours
  const seen = { cosigned: look.cosigned, ours: relation.ours, keeper: dossier.ahead.keeper }
  const { words, word } = wordsOf(row, judged, openedBy.length > 0, seen)
  const given = Object.fromEntries(
    parts.flatMap((part) => (part.state === 'held' ? [[part.name, readPart(part.bytes)]] : [])),
  )
  const { fields, reserved } = said ? joinParts(procedure, said.act, given) : { fields: {}, reserved: {} }
  const undelivered = own && row.index >= look.cosigned
  return {
    leaf: row.leaf,
    side: row.side,
    index: row.index,
    act: said?.act ?? null,
    kind: row.kind,
    office: said?.office ?? null,
    officerShort: said ? said.officer.slice(0, 6) : null,
    approver: said?.approver !== undefined,
    written: row.time,
    settled:
      judged && judged.settler !== null && judged.time !== null
        ? { index: judged.settler, time: judged.time }
        : null,
    words,
    word,
    held: undelivered ? relation.line.held : null,
    code: judged?.code ?? null,
    crossed: crosses,
    on: said?.on ?? null,
    number: reserved.number ?? null,
    fields,
    parts: parts.map(({ name, state }) => ({ name, state })),
    own,
    openedBy,
  }
}

/** By the entry that was opened: which offices had it on a screen, and when. */
function openings(rows: readonly EntryRow[], entries: readonly Entry[]): Map<string, Rung['openedBy']> {
  const found = new Map<string, Rung['openedBy']>()
  for (const [position, { header }] of entries.entries()) {
    if (header?.kind !== 'opened') continue
    const times = found.get(header.on) ?? []
    times.push({ office: header.office, time: rows[position]?.time ?? header.time })
    found.set(header.on, times)
  }
  return found
}

/** The order of effect: the keeper's log with the guest's entries at the places where they were settled. */
function inOrder(rungs: Rung[], keeper: string): Rung[] {
  const place = (rung: Rung) =>
    rung.side === keeper ? rung.index : (rung.settled?.index ?? Number.MAX_SAFE_INTEGER)
  return rungs.sort((a, b) => {
    if (place(a) !== place(b)) return place(a) - place(b)
    if (a.side !== b.side) return a.side === keeper ? 1 : -1
    return a.index - b.index
  })
}
