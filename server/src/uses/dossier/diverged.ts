/** Dossiers in which the other side's mark states something else than we compute: nobody here acts in them (MARK-7). */
export class Diverged extends Set<string> {
  #any = false

  /** The incident that names some of them cannot be read: it may have been any. */
  addAny(): void {
    this.#any = true
  }

  override has(dossier: string): boolean {
    return this.#any || super.has(dossier)
  }
}
