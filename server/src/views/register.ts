/** The Register page: both logs, how far each is proven, and what the lines say. */
import { fingerprintOf, hex, type NoteKeys, rootOf, vkeysOf } from '@counterpart/protocol'
import type { RegisterQuery } from '../http/ports.ts'
import type { KeysView, RegisterPage } from '../http/schema/register.ts'
import type { EntryRow } from '../store/store.ts'
import { readHeader } from '../uses/entry.ts'
import type { Relation } from '../uses/relation.ts'
import { custodyOf, publicOf } from './custody.ts'
import type { Look } from './look.ts'

const PAGE = 50

export async function registerPage(look: Look, query: RegisterQuery): Promise<RegisterPage> {
  const { relation, reader, heads } = look
  const sides: RegisterPage['sides'] = []
  for (const side of [relation.ours, relation.theirs]) {
    const { size, cosigned, at } = await custodyOf(look, side)
    const root = hex(rootOf({ size, hashes: (side === relation.ours ? heads.ours : heads.theirs).frontier }))
    sides.push({ side, size, cosigned, root, signedAt: at })
  }
  const rows: EntryRow[] = []
  for (const { side } of sides)
    if (query.side === undefined || query.side === side)
      rows.push(...(await reader.tail(side, query.before ?? null, PAGE)))
  const judged = await reader.judged(rows.map((row) => row.leaf))
  const entries = rows.map((row) => {
    const header = row.kind === 'malformed' ? null : readHeader(row.bytes)
    const { settler = null, time = null } = judged.get(row.leaf) ?? {}
    return {
      side: row.side,
      index: row.index,
      leaf: row.leaf,
      kind: row.kind,
      act: header?.kind === 'open' || header?.kind === 'act' ? header.act : null,
      dossier: row.dossier,
      time: row.time,
      settled: settler === null || time === null ? null : { index: settler, time },
    }
  })
  return { sides, entries }
}

export function keysView(relation: Relation): KeysView {
  return {
    relation: relation.id,
    keys: [
      {
        side: relation.ours,
        epoch: relation.epoch,
        ...keysOfSide(publicOf(relation.log), publicOf(relation.custody)),
      },
      {
        side: relation.theirs,
        epoch: relation.theirEpoch,
        ...keysOfSide(relation.theirLog, relation.theirCustody),
      },
    ],
  }
}

function keysOfSide(log: NoteKeys, custody: NoteKeys) {
  return {
    log: vkeysOf(log, 'log'),
    custody: vkeysOf(custody, 'custody'),
    fingerprints: { log: fingerprintOf(log), custody: fingerprintOf(custody) },
  }
}
