/** What entries say of keeping and destroying, without all else that their authors put beside it. */
import type { Entry } from '@counterpart/casework'
import { STEP_BOUNDS } from '@counterpart/protocol'
import type { EntryRow, PartState } from '../../store/store.ts'
import { entryOf } from '../log/entry.ts'

/**
 * As `entryOf`, with what stays and recalls are read by. There may be any number of these in a dossier, and their kept parts may be
 * many times as long in memory as on disk: whoever held all of them would run out of it.
 */
export function saidOf(row: EntryRow, parts: readonly PartState[]): Entry {
  const entry = entryOf(row, parts)
  if (entry.kept === null) return entry
  const { until, ground, parts: named } = entry.kept
  return { ...entry, kept: { until: plain(until), ground: plain(ground), parts: namesIn(named) } }
}

function plain(value: unknown): unknown {
  return typeof value === 'object' ? null : value
}

/** Each once, as a recall is read; more than an entry has parts of are none. */
function namesIn(value: unknown): string[] | null {
  if (!Array.isArray(value) || value.some((name) => typeof name !== 'string')) return null
  const names = [...new Set(value as string[])]
  return names.length < STEP_BOUNDS.parts ? names : null
}
