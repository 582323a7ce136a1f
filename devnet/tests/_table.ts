/** Two officers before their pages, one of each side, who stay for the next procedure where they can play in it. */
import assert from 'node:assert/strict'
import type { Persona } from '@counterpart/record'
import { Seat } from './_seat.ts'
import type { Side, World } from './_world.ts'

interface Seated {
  id: string
  seat: Seat
}

export class Table implements AsyncDisposable {
  readonly #world: World
  readonly #seated = new Map<Side, Seated>()

  constructor(world: World) {
    this.#world = world
  }

  /** Of several who may, the one who sits there already. */
  choose(able: readonly Persona[]): Persona | undefined {
    const sits = ({ id, side }: Persona) => this.#seated.get(side as Side)?.id === id
    return able.find(sits) ?? able[0]
  }

  /** Before the desk; whoever sat there for the side leaves. */
  async sit({ id, side }: Persona): Promise<Seat> {
    const there = this.#seated.get(side as Side)
    if (there?.id === id) {
      await there.seat.turnTo('/')
      return there.seat
    }
    await this.#leave(side as Side)
    const seat = await Seat.take(this.#world, { persona: id, language: 'en' })
    this.#seated.set(side as Side, { id, seat })
    return seat
  }

  /** Shows nothing, for as long as others act: a page that shows a dossier asks for it anew after every act. */
  async rest(): Promise<void> {
    for (const { seat } of this.#seated.values()) await seat.turnTo('/nowhere')
  }

  /** Nothing was wrong on either page until now. */
  check(): void {
    for (const { seat } of this.#seated.values())
      assert.deepEqual(seat.complaints(), [], `on a page of ${seat.side}`)
  }

  async #leave(side: Side): Promise<void> {
    const there = this.#seated.get(side)
    this.#seated.delete(side)
    await there?.seat[Symbol.asyncDispose]()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const side of ['chn', 'vnm'] as const) await this.#leave(side)
  }
}
