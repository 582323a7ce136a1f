/** The part of a reader in memory that shows rows as they lie there. */
import type { TallyChange } from '@counterpart/casework'
import { NodeError } from '../../errors.ts'
import type { LedTable, Orphan, StoredPart } from '../as-stored.ts'
import { comparePartNames } from '../continues.ts'
import type { EntryRow, Falling, Heads, PartState } from '../store.ts'
import { MemoryEpochReader } from './epochs.ts'
import type { Log, PartKept } from './rows.ts'

export class MemoryAsStored extends MemoryEpochReader {
  storedEntries(side: string, from: number, limit: number): Promise<EntryRow[]> {
    return this.call('storedEntries', () => {
      const { log, size } = this.log(side)
      return log.entries.slice(from, Math.min(size, from + limit)).map((entry) => ({ ...entry }))
    })
  }

  storedDossier(dossier: string): Promise<EntryRow[]> {
    return this.call('storedDossier', () => this.placed(this.rows.byDossier.get(dossier)))
  }

  entriesByLeaf(leaves: string[]): Promise<EntryRow[]> {
    return this.call('entriesByLeaf', () =>
      [...new Set(leaves)].flatMap((leaf) => this.placed(this.rows.byLeaf.get(leaf)).slice(0, 1)),
    )
  }

  storedParts(leaf: string): Promise<StoredPart[]> {
    return this.call('storedParts', () => {
      const kept = this.rows.parts.get(leaf, this.version) ?? new Map<string, PartKept>()
      return [...kept].map(([name, part]) => stateOf(name, part)).sort(comparePartNames)
    })
  }

  /** There is nothing here that rows are found by beside themselves. */
  misfiled(_dossiers: string[]): Promise<string[]> {
    return this.call('misfiled', () => [])
  }

  tallyRows(): Promise<TallyChange[]> {
    return this.call('tallyRows', () =>
      [...this.rows.tally.values(this.version)].map(([, row]) => ({ ...row })),
    )
  }

  storedFalling(dossiers: string[]): Promise<Map<string, Falling>> {
    return this.call('storedFalling', () => {
      const found = new Map<string, Falling>()
      for (const dossier of dossiers) {
        const falling = this.rows.falling.get(dossier, this.version)
        if (falling) found.set(dossier, { ...falling })
      }
      return found
    })
  }

  orphans(table: LedTable, after: string | null, limit: number) {
    return this.call('orphans', () => {
      const rows = table === 'dossier' ? this.rows.dossiers : this.rows.judged
      const all = [...rows.values(this.version)].map(([id]) => id).sort()
      const page = all.filter((id) => after === null || id > after).slice(0, limit)
      return { ids: page.filter((id) => !this.isLed({ table, id })), last: page.at(-1) ?? null }
    })
  }

  protected isLed(orphan: Orphan): boolean {
    const places = this.placed(
      (orphan.table === 'dossier' ? this.rows.byDossier : this.rows.byLeaf).get(orphan.id),
    )
    if (orphan.table !== 'part') return places.length > 0
    return places.some(({ bytes }) => new TextDecoder().decode(bytes).includes(`"name":"${orphan.name}"`))
  }

  /** A transaction that is under way has its entries there, and one that was undone its nodes. */
  isBeyond(_side: string): Promise<boolean> {
    return this.call('isBeyond', () => false)
  }

  protected now(): Heads {
    const heads = this.rows.heads.get('', this.version)
    if (heads === undefined) throw new NodeError({ code: 'internal', message: 'store: no heads' })
    return heads
  }

  protected own(side: string): boolean {
    if (side === this.rows.ours) return true
    if (side === this.rows.theirs) return false
    throw new NodeError({ code: 'internal', message: 'store: a side that is no party' })
  }

  protected log(side: string): { log: Log; size: number; own: boolean } {
    const own = this.own(side)
    const heads = this.now()
    return own
      ? { log: this.rows.logs.ours, size: heads.ours.size, own }
      : { log: this.rows.logs.theirs, size: heads.theirs.size, own }
  }

  /** Ours before theirs, each in its log's order. */
  protected placed(places: readonly { own: boolean; index: number }[] | undefined): EntryRow[] {
    const found: EntryRow[] = []
    for (const own of [true, false]) {
      const { log, size } = this.log(own ? this.rows.ours : this.rows.theirs)
      for (const place of places ?? []) {
        const entry = place.own === own && place.index < size ? log.entries[place.index] : undefined
        if (entry !== undefined) found.push({ ...entry })
      }
    }
    return found
  }
}

export function stateOf(name: string, part: PartKept): PartState {
  if (part.destroyed) return { name, state: 'destroyed' }
  if (part.given === null) return { name, state: 'absent' }
  return { name, state: 'held', salt: part.given.salt, bytes: part.given.bytes }
}
