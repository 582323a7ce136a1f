/**
 * Parts under a lock. What this transaction gave of an entry of which no part was known is what lies there now: it is
 * folded from the same bytes, and not read back for it.
 */
import type { AtRest } from '../../keys/at-rest.ts'
import { checkDestroy, checkPartName, comparePartNames } from '../continues.ts'
import type { PartName, PartRow, PartState } from '../store.ts'
import type { Known } from './heads.ts'
import { endParts, giveParts, mendPart } from './parts.ts'
import type { Session } from './session.ts'

interface Given {
  states: PartState[]
  /** Whether nothing of its entry was known before. */
  isUntold: Promise<boolean>
}

export class GivenParts {
  readonly #session: Session
  readonly #relation: Known
  readonly #keys: AtRest
  /** By entry. */
  readonly #given = new Map<string, Given>()

  constructor(session: Session, relation: Known, keys: AtRest) {
    this.#session = session
    this.#relation = relation
    this.#keys = keys
  }

  give(parts: readonly PartRow[]): void {
    this.#forget(parts)
    const isUntold = giveParts(this.#session, this.#relation, this.#keys, parts)
    for (const [leaf, own] of Map.groupBy(parts, (part) => part.leaf)) {
      // The store keeps the first of two copies in one message, so neither is kept here.
      if (new Set(own.map(({ name }) => name)).size < own.length) continue
      const states = own.map(({ name, salt, bytes }): PartState => ({ name, state: 'held', salt, bytes }))
      this.#given.set(leaf, { states: states.sort(comparePartNames), isUntold })
    }
  }

  miss(parts: readonly PartName[]): void {
    for (const part of parts) checkPartName(part)
    this.#forget(parts)
    endParts(this.#session, this.#relation, parts, 'absent')
  }

  destroy(parts: readonly PartName[]): void {
    checkDestroy(parts)
    this.#forget(parts)
    endParts(this.#session, this.#relation, parts, 'destroyed')
  }

  mend(part: PartRow): void {
    checkPartName(part)
    this.#forget([part])
    mendPart(this.#session, this.#relation, this.#keys, part)
  }

  /** `null` when any of them has to be read. */
  async of(leaves: readonly string[]): Promise<Map<string, PartState[]> | null> {
    const found = new Map<string, PartState[]>()
    for (const leaf of leaves) {
      const given = this.#given.get(leaf)
      if (!given || !(await given.isUntold)) return null
      found.set(leaf, given.states)
    }
    return found
  }

  #forget(parts: readonly PartName[]): void {
    for (const { leaf } of parts) this.#given.delete(leaf)
  }
}
