/** Every procedure is opened, answered and ended between two pages, by officers who stay seated where they can. */
import assert from 'node:assert/strict'
import type { Procedure } from '@counterpart/casework'
import { procedures } from '@counterpart/procedures'
import { type Persona, signIn } from '../src/persona.ts'
import { type Between, betweenFor } from './_cast-for.ts'
import { type Company, play } from './_play.ts'
import { type Real, scriptOf } from './_script.ts'
import { Table } from './_table.ts'
import type { World } from './_world.ts'

/** What there is one of is there already: the demonstration began with it. */
export const played = procedures.map(({ procedure }) => procedure).filter(({ once }) => !once)

export class Playing implements AsyncDisposable {
  /** Milliseconds that each procedure took. */
  readonly took: { name: string; ms: number; run: string }[] = []
  readonly #company: Company
  readonly #table: Table
  /** A dossier of each part that is there already, and one that plays none. */
  readonly #there: ReadonlyMap<string | null, string>

  private constructor(world: World, there: ReadonlyMap<string | null, string>) {
    this.#company = { world, callers: new Map() }
    this.#table = new Table(world)
    this.#there = there
  }

  static async begin(world: World): Promise<Playing> {
    const secretary = await signIn(world.url('chn'), 'chn-mps-secretary')
    const there = new Map<string | null, string>()
    for (const plays of [null, ...new Set(procedures.flatMap(({ procedure }) => procedure.plays?.as ?? []))])
      there.set(plays, await anyOf(secretary, plays))
    return new Playing(world, there)
  }

  async play(procedure: Procedure): Promise<void> {
    const started = performance.now()
    let between: Between | null = null
    const real: Real = {
      office: (side) => between?.offices[side] ?? '',
      dossier: (plays) => this.#there.get(plays) ?? assert.fail(`no dossier plays ${plays}`),
      now: Math.floor(Date.now() / 1000),
    }
    const rough = scriptOf(procedure, real) ?? assert.fail('officers alone end no run of it')
    between = betweenFor(procedure, rough)
    // Said again now that it is known between whom.
    const script = scriptOf(procedure, real) ?? rough
    await this.#atTable(() => play(this.#company, this.#table, procedure, script))
    this.took.push({ name: procedure.name, ms: Math.round(performance.now() - started), run: script.run })
  }

  /** Where something went wrong, who sat there leaves, with whatever is open on the page. */
  async #atTable(work: () => Promise<void>): Promise<void> {
    try {
      await work()
      this.#table.check()
      await this.#table.rest()
    } catch (error) {
      // Of a browser that is gone nothing can be closed: what went wrong before is told.
      await this.#table[Symbol.asyncDispose]().catch(() => undefined)
      throw error
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#table[Symbol.asyncDispose]()
  }
}

/** One that binds, where such dossiers can: what is filed under an instrument rests on one in force. */
async function anyOf(by: Persona, plays: string | null): Promise<string> {
  const { body } = await by.call('GET', `/api/dossiers${plays === null ? '' : `?plays=${plays}`}`)
  const { rows } = body as { rows: { id: string; procedure: string; state: string }[] }
  const binding = procedures.flatMap(({ procedure }) =>
    procedure.plays?.as === plays ? (procedure.plays?.slots['binding-states'] ?? '').split(' ') : [],
  )
  const found = rows.find(({ state }) => binding.includes(state)) ?? rows[0]
  return found?.id ?? ''
}
