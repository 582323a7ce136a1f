/** Shows a dossier while something stored of it is damaged: everything else, and which entry is damaged. */
import { leafHash } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import type { Rung } from '../http/schema/dossier.ts'
import type { StoredPart } from '../store/as-stored.ts'
import type { EntryRow, JudgedRow } from '../store/store.ts'
import { withoutCopies } from '../uses/dossier/without-copies.ts'
import type { Look } from './look.ts'
import { readSound } from './sound.ts'

export interface SoundEntries {
  rows: EntryRow[]
  /** Damaged entries: only their places are believed. */
  damaged: EntryRow[]
}

export async function soundEntries(look: Look, dossier: string): Promise<SoundEntries> {
  const { reader } = look
  try {
    return { rows: withoutCopies(await reader.dossierEntries(dossier)), damaged: [] }
  } catch (error) {
    if (!(error instanceof NodeError) || error.code !== 'entry-damaged') throw error
  }
  const stored = await reader.storedDossier(dossier)
  // Each by itself, through whatever this node reads entries by.
  const { found, damaged } = await readSound(stored, async (some) => {
    for (const { side, index } of some) await reader.entries(side, index, { entries: 1, bytes: 1 })
    return some
  })
  for (const { side, index } of damaged) look.damages.push({ what: 'an entry', dossier, side, index })
  return { rows: withoutCopies(found.filter(({ leaf, bytes }) => leafHash(bytes) === leaf)), damaged }
}

export async function soundParts(
  look: Look,
  dossier: string,
  rows: readonly EntryRow[],
): Promise<Map<string, StoredPart[]>> {
  const { reader } = look
  const { found, damaged } = await readSound(
    rows.map(({ leaf }) => leaf),
    async (leaves) => [...(await reader.parts([...leaves]))],
  )
  const parts = new Map<string, StoredPart[]>(found)
  for (const leaf of damaged) parts.set(leaf, await reader.storedParts(leaf))
  for (const { leaf, side, index } of rows)
    if (damaged.includes(leaf)) look.damages.push({ what: 'a part', dossier, side, index })
  return parts
}

/** What became of it is known, and nothing of what it says. */
export function damagedRung(look: Look, row: EntryRow, judged: JudgedRow | undefined): Rung {
  const { settler = null, time = null, verdict, code = null } = judged ?? {}
  const word = verdict ?? 'recorded'
  return {
    leaf: row.leaf,
    side: row.side,
    index: row.index,
    act: null,
    kind: 'damaged',
    office: null,
    officerShort: null,
    approver: false,
    handling: null,
    written: row.time,
    arrived: null,
    settled: settler !== null && time !== null ? { index: settler, time } : null,
    words: [word],
    word,
    held: null,
    code,
    crossed: false,
    on: null,
    number: null,
    fields: {},
    files: [],
    parts: [],
    own: row.side === look.relation.ours,
    openedBy: [],
  }
}
