import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Procedure } from '@counterpart/casework'
import { procedures } from '@counterpart/procedures'
import { type Persona, signIn } from '../src/persona.ts'
import { type Between, betweenFor } from './_cast-for.ts'
import { type Company, play } from './_play.ts'
import { type Real, scriptOf } from './_script.ts'
import { Table } from './_table.ts'
import { startWorld, type World } from './_world.ts'

let world: World
let company: Company
let table: Table
/** Milliseconds that each procedure took. */
const took: { name: string; ms: number; run: string }[] = []
/** A dossier of each part that is there already, and one that plays none. */
const there = new Map<string | null, string>()

before(async () => {
  world = await startWorld()
  table = new Table(world)
  company = { world, callers: new Map() }
  const secretary = await signIn(world.url('chn'), 'chn-mps-secretary')
  for (const plays of [null, ...new Set(procedures.flatMap(({ procedure }) => procedure.plays?.as ?? []))])
    there.set(plays, await anyOf(secretary, plays))
})

after(async () => {
  await table[Symbol.asyncDispose]()
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

/** Where something went wrong, who sat there leaves, with whatever is open on the page. */
async function atTable(work: () => Promise<void>): Promise<void> {
  try {
    await work()
    table.check()
    await table.rest()
  } catch (error) {
    // Of a browser that is gone nothing can be closed: what went wrong before is told.
    await table[Symbol.asyncDispose]().catch(() => undefined)
    throw error
  }
}

async function playOnce(procedure: Procedure): Promise<void> {
  const started = performance.now()
  let between: Between | null = null
  const real: Real = {
    office: (side) => between?.offices[side] ?? '',
    dossier: (plays) => there.get(plays) ?? assert.fail(`no dossier plays ${plays}`),
    now: Math.floor(Date.now() / 1000),
  }
  const rough = scriptOf(procedure, real) ?? assert.fail('officers alone end no run of it')
  between = betweenFor(procedure, rough)
  // Said again now that it is known between whom.
  const script = scriptOf(procedure, real) ?? rough
  await atTable(() => play(company, table, procedure, script))
  took.push({ name: procedure.name, ms: Math.round(performance.now() - started), run: script.run })
}

// What there is one of is there already: the demonstration began with it.
for (const { procedure } of procedures)
  if (!procedure.once)
    test(`${procedure.name} is opened, answered and ended between two pages`, () => playOnce(procedure))
