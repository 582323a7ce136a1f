/**
 * What somebody outside both sides is asked once a day, whatever happened, so that nobody reads off when two
 * states had business with each other. Nothing waits for it; why it gave nothing is told to the operator once.
 */
import { DAY } from '@counterpart/casework/civil'
import type { Node, Relation } from '../uses/relation.ts'

/** Until somebody is asked again who gave nothing. Seconds. */
const AGAIN = 3600

/** `nothing`: there was nothing to ask about. */
export type Given = { kind: 'kept' } | { kind: 'nothing' } | { kind: 'failed'; code: string }

export interface Outside {
  /** When it last gave something that is kept; `null` for never. */
  last(): Promise<number | null>
  ask(now: number): Promise<Given>
  /** Puts on record that it gave nothing. */
  tell(code: string, now: number): Promise<void>
}

export class Daily {
  readonly #node: Node
  readonly #relation: Relation
  readonly #outside: Outside
  #tried: number | null = null
  /** Day of which it is known that something was given: it is looked up once a day, not at every tick. */
  #given: number | null = null
  #told: string | null = null
  #asking = false

  constructor(node: Node, relation: Relation, outside: Outside) {
    this.#node = node
    this.#relation = relation
    this.#outside = outside
  }

  /** Asks when it is time. Returns whether it asked. */
  async tick(): Promise<boolean> {
    const now = this.#node.clock()
    const today = Math.floor(now / DAY)
    if (this.#given === today) return false
    if (this.#asking || (this.#tried !== null && now - this.#tried < AGAIN && now >= this.#tried))
      return false
    this.#asking = true
    try {
      const last = await this.#outside.last()
      // A later day is of a clock that was set back since, and would keep it from being asked until then.
      if (last !== null && Math.floor(last / DAY) === today) {
        this.#given = today
        return false
      }
      this.#tried = now
      const given = await this.#outside.ask(now)
      if (given.kind === 'kept') this.#given = today
      const code = given.kind === 'failed' ? given.code : null
      if (code !== null && code !== this.#told) {
        await this.#outside.tell(code, now)
        this.#node.events.emit({ kind: 'incident', relation: this.#relation.id })
      }
      this.#told = code
      return true
    } finally {
      this.#asking = false
    }
  }
}
