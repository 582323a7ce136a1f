/** The part of a reader in memory that is about what is destroyed and what will be. */
import { inOrder } from '../retention.ts'
import type { DeletionRow, PartName } from '../store.ts'
import { MemoryAsStored } from './as-stored.ts'

export class MemoryRetentionReader extends MemoryAsStored {
  deletions(leaves: string[]): Promise<Map<string, DeletionRow[]>> {
    return this.call('deletions', () => {
      const found = new Map<string, DeletionRow[]>()
      for (const leaf of leaves) {
        const rows = this.rows.deletions.get(leaf, this.version)
        if (rows) found.set(leaf, structuredClone([...rows]))
      }
      return found
    })
  }

  lastDeletion(side: string): Promise<number | null> {
    return this.call('lastDeletion', () => {
      const times = this.#deletionsOf(side).map(({ time }) => time)
      return times.length > 0 ? Math.max(...times) : null
    })
  }

  undestroyed(side: string, after: PartName | null, limit: number): Promise<PartName[]> {
    const place = ({ leaf, name }: PartName) => `${leaf} ${name}`
    return this.call('undestroyed', () =>
      this.#deletionsOf(side)
        .filter(({ leaf, name }) => this.rows.parts.get(leaf, this.version)?.get(name)?.given)
        .filter((row) => after === null || place(row) > place(after))
        .sort((a, b) => (place(a) < place(b) ? -1 : 1))
        .slice(0, limit)
        .map(({ leaf, name }) => ({ leaf, name })),
    )
  }

  oneSided(before: number, limit: number): Promise<DeletionRow[]> {
    return this.call('oneSided', () => {
      const said = new Set(this.#deletionsOf(this.rows.theirs).map(({ leaf, name }) => `${leaf} ${name}`))
      return this.#deletionsOf(this.rows.ours)
        .filter(
          ({ leaf, name, time, why }) =>
            time < before &&
            why !== 'undelivered' &&
            !said.has(`${leaf} ${name}`) &&
            this.placed(this.rows.byLeaf.get(leaf)).length > 0,
        )
        .sort((a, b) => a.time - b.time)
        .slice(0, limit)
    })
  }

  falling(by: number, limit: number, until = by): Promise<{ dossier: string; at: number }[]> {
    return this.call('falling', () =>
      [...this.rows.falling.values(this.version)]
        .flatMap(([dossier, { at, recalled }]) =>
          at <= by || (recalled !== null && recalled <= until) ? [{ dossier, at }] : [],
        )
        .sort(inOrder)
        .slice(0, limit),
    )
  }

  #deletionsOf(of: string): DeletionRow[] {
    return [...this.rows.deletions.values(this.version)].flatMap(([, rows]) =>
      structuredClone(rows.filter(({ side }) => side === of)),
    )
  }
}
