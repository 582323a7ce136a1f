import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { procedures } from '@counterpart/procedures'
import { type Persona, signIn } from '../src/persona.ts'
import { type Between, betweenFor } from './_cast-for.ts'
import { type Company, play } from './_play.ts'
import { type Real, scriptOf } from './_script.ts'
import { within } from './_seat.ts'
import { startWorld, type World } from './_world.ts'

let world: World
let company: Company
/** Milliseconds that each procedure took. */
const took: { name: string; ms: number; run: string }[] = []
/** A dossier of each part that is there already, and one that plays none. */
const there = new Map<string | null, string>()

before(async () => {
  world = await startWorld()
  company = { world, callers: new Map() }
  const secretary = await signIn(world.url('chn'), 'chn-mps-secretary')
  for (const plays of [null, ...new Set(procedures.flatMap(({ procedure }) => procedure.plays?.as ?? []))])
    there.set(plays, await anyOf(secretary, plays))
})

after(async () => {
  await world[Symbol.asyncDispose]()
  for (const { name, ms, run } of took) console.log(`${String(ms).padStart(6)} ms  ${name} (${run})`)
})

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

for (const { procedure } of procedures) {
  // One in a relation: the world itself opens it, and a second opening has no effect.
  const skip = procedure.once ? 'stands once in a relation, and is there' : false
  test(`${procedure.name} is opened, answered and ended between two pages`, { skip }, async () => {
    const started = performance.now()
    let between: Between | null = null
    const real: Real = {
      office: (side) => between?.offices[side] ?? `${side}-mps`,
      dossier: (plays) => there.get(plays) ?? assert.fail(`no dossier plays ${plays}`),
      now: Math.floor(Date.now() / 1000),
    }
    const rough = scriptOf(procedure, real) ?? assert.fail('no run ends it')
    between = betweenFor(procedure, rough)
    const script = scriptOf(procedure, real) ?? rough
    await within(world, (sit) => play(company, sit, procedure, script))
    took.push({ name: procedure.name, ms: Math.round(performance.now() - started), run: script.run })
  })
}
