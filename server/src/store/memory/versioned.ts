/**
 * A map that keeps, per key, the value of each version that somebody may still be reading. One writer at
 * a time writes the version after the committed one; taking it back forgets what it wrote.
 */
interface Kept<V> {
  version: number
  value: V | undefined
}

export class Versioned<V> {
  readonly #rows = new Map<string, Kept<V>[]>()
  #written = new Set<string>()

  get(key: string, version: number): V | undefined {
    const kept = this.#rows.get(key)
    if (kept === undefined) return undefined
    for (let i = kept.length - 1; i >= 0; i--) {
      const one = kept[i]
      if (one !== undefined && one.version <= version) return one.value
    }
    return undefined
  }

  set(key: string, value: V, version: number): void {
    this.#write(key, value, version)
  }

  drop(key: string, version: number): void {
    this.#write(key, undefined, version)
  }

  *values(version: number): Generator<[string, V]> {
    for (const key of this.#rows.keys()) {
      const value = this.get(key, version)
      if (value !== undefined) yield [key, value]
    }
  }

  /** Has what is there in a version of another, and nothing else. */
  take(other: Versioned<V>, version: number): void {
    this.#rows.clear()
    this.#written.clear()
    for (const [key, value] of other.values(version)) this.#rows.set(key, [{ version: 0, value }])
  }

  /** What was written stays; values that no reader can ask for any more go. */
  commit(oldest: number): void {
    for (const key of this.#written) {
      const kept = this.#rows.get(key) ?? []
      while (kept[1] !== undefined && kept[1].version <= oldest) kept.shift()
      if (kept.length === 1) this.#written.delete(key)
    }
  }

  /** Forgets what was written as `version`. */
  undo(version: number): void {
    for (const key of this.#written) {
      const kept = this.#rows.get(key)
      if (kept?.at(-1)?.version !== version) continue
      kept.pop()
      if (kept.length === 0) this.#rows.delete(key)
    }
  }

  #write(key: string, value: V | undefined, version: number): void {
    const kept = this.#rows.get(key) ?? []
    const last = kept.at(-1)
    if (last?.version === version) last.value = value
    else kept.push({ version, value })
    this.#rows.set(key, kept)
    this.#written.add(key)
  }
}
