/**
 * Every witness is asked once a day, whatever happened, and nothing waits for it. What it signs is kept; why
 * it did not is told to the operator once.
 */
import { raise } from '../../uses/incident.ts'
import { doubt } from '../../uses/receive.ts'
import type { Node, Relation } from '../../uses/relation.ts'
import { askWitness, type Post, type Witness, type WitnessCode } from './ask.ts'

const DAY = 86_400
/** Until it asks a witness again that gave nothing. Seconds. */
const AGAIN = 3600

export class DailyWitness {
  readonly #node: Node
  readonly #relation: Relation
  readonly #witness: Witness
  readonly #post: Post
  #tried: number | null = null
  #failed: WitnessCode | null = null
  #asking = false

  constructor(node: Node, relation: Relation, witness: Witness, post: Post) {
    this.#node = node
    this.#relation = relation
    this.#witness = witness
    this.#post = post
  }

  /** Asks when it is time. Returns whether it asked. */
  async tick(): Promise<boolean> {
    const now = this.#node.clock()
    if (this.#asking || (this.#tried !== null && now - this.#tried < AGAIN && now >= this.#tried))
      return false
    this.#asking = true
    try {
      if ((await this.#last()) >= Math.floor(now / DAY) * DAY) return false
      this.#tried = now
      await this.#ask(now)
      return true
    } finally {
      this.#asking = false
    }
  }

  async #last(): Promise<number> {
    const rows = await this.#node.store.read(this.#relation.id, (reader) => reader.witnessed())
    return rows.find((row) => row.witness === this.#witness.name)?.at ?? Number.NEGATIVE_INFINITY
  }

  async #ask(at: number): Promise<void> {
    const { name } = this.#witness
    const asked = await askWitness(this.#node, this.#relation, this.#witness, this.#post)
    if (asked.kind === 'nothing') return
    if (asked.kind === 'witnessed') {
      const { size, lines } = asked
      await this.#node.store.locked(this.#relation.id, (writer) =>
        writer.putWitnessed({ witness: name, size, lines, at }),
      )
      this.#tried = null
      this.#failed = null
      return
    }
    if (asked.code === this.#failed) return
    const ahead = asked.code === 'witness-ahead'
    // It may be we who were brought back from an old copy: the counterpart knows.
    if (ahead) doubt(this.#node, this.#relation)
    await this.#node.store.locked(this.#relation.id, (writer) =>
      ahead
        ? raise(writer, at, 'witness-ahead', { witness: name, size: asked.size ?? null })
        : raise(writer, at, 'witness-failed', { witness: name, code: asked.code }),
    )
    this.#failed = asked.code
    this.#node.events.emit({ kind: 'incident', relation: this.#relation.id })
  }
}
