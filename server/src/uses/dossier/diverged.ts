/** Dossiers in which the other side's mark states something else than we compute: nobody here acts in them (MARK-7). */
export class Diverged extends Set<string> {
  #any = false
  readonly #kept = new Set<string>()

  /** The incident that names some of them cannot be read: it may have been any. */
  addAny(): void {
    this.#any = true
  }

  /** Stopped by an incident that is on record: a start finds it. One whose transaction failed only stops them until then. */
  keep(dossiers: Iterable<string>): void {
    for (const id of dossiers) this.add(id).#kept.add(id)
  }

  isKept(dossier: string): boolean {
    return this.#kept.has(dossier)
  }

  override has(dossier: string): boolean {
    return this.#any || super.has(dossier)
  }
}
