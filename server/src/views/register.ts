/** The Register page: both logs, how far each is proven, and what the lines say. */
import { hex } from '@counterpart/protocol'
import type { RegisterQuery } from '../http/ports.ts'
import type { RegisterPage } from '../http/schema/register.ts'
import type { EntryRow } from '../store/store.ts'
import { readHeader } from '../uses/log/entry.ts'
import { rootAt } from '../uses/log/heads.ts'
import { custodyOf } from './custody.ts'
import type { Look } from './look.ts'
import { readSound } from './sound.ts'

const PAGE = 50

export async function registerPage(look: Look, query: RegisterQuery): Promise<RegisterPage> {
  const { relation, reader, heads } = look
  const sides: RegisterPage['sides'] = []
  for (const side of [relation.ours, relation.theirs]) {
    const { size, cosigned, at } = await custodyOf(look, side)
    const root = hex(rootAt(side === relation.ours ? heads.ours : heads.theirs))
    const stamps = side === relation.ours ? await reader.stamped() : []
    const witnesses = side === relation.ours ? await reader.witnessed() : []
    sides.push({
      side,
      size,
      cosigned,
      root,
      signedAt: at,
      witnesses: witnesses.map((row) => ({ name: row.witness, size: row.size, at: row.at })),
      stamps: stamps.map(({ authority, size: of, time }) => ({ authority, size: of, time })),
    })
  }
  const rows: EntryRow[] = []
  const entries: RegisterPage['entries'] = []
  for (const { side, size } of sides) {
    if (query.side !== undefined && query.side !== side) continue
    const { found, damaged } = await readSound(indexesBefore(query.before ?? size, size), (indexes) =>
      reader.tail(side, (indexes[0] ?? 0) + 1, indexes.length),
    )
    rows.push(...found)
    entries.push(...damaged.map((index) => unreadable(side, index)))
    look.damages.push(...damaged.map((index) => ({ what: 'an entry', side, index })))
  }
  const judged = await reader.judged(rows.map((row) => row.leaf))
  for (const row of rows) {
    const header = row.kind === 'malformed' ? null : readHeader(row.bytes)
    const { settler = null, time = null } = judged.get(row.leaf) ?? {}
    entries.push({
      side: row.side,
      index: row.index,
      leaf: row.leaf,
      kind: row.kind,
      act: header?.kind === 'open' || header?.kind === 'act' ? header.act : null,
      dossier: row.dossier,
      time: row.time,
      settled: settler === null || time === null ? null : { index: settler, time },
    })
  }
  const place = new Map(sides.map(({ side }, position) => [side, position]))
  entries.sort((a, b) => (place.get(a.side) ?? 0) - (place.get(b.side) ?? 0) || b.index - a.index)
  return { sides, entries }
}

/** A page of a log's indexes, the newest first. */
function indexesBefore(before: number, size: number): number[] {
  const end = Math.min(before, size)
  return Array.from({ length: Math.min(PAGE, end) }, (_, position) => end - 1 - position)
}

function unreadable(side: string, index: number): RegisterPage['entries'][number] {
  return { side, index, leaf: null, kind: 'damaged', act: null, dossier: null, time: null, settled: null }
}
