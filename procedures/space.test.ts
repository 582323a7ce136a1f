import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import {
  lostOf,
  type Space,
  type SpaceTable,
  spaceOf,
  tableDifferences,
  tableOf,
} from '@counterpart/casework'
import { lessOne } from '../casework/src/prove/_less.ts'
import { procedures } from './index.ts'

/** Up to so many moves a procedure is visited anew for every part that is taken from it. */
const SMALL = 30

for (const { procedure } of procedures) {
  const { name } = procedure
  let found: Space | undefined
  // Visited when it is first asked for: who tries one procedure does not wait for the others.
  const visited = () => {
    found ??= spaceOf(procedure)
    return found
  }
  const file = new URL(`./${name}/space.json`, import.meta.url)
  const held: SpaceTable = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}

  test(`${name}: whatever can come about keeps what every procedure has to keep`, (t) => {
    const space = visited()
    const { kinds, moves, states, acts, combinations } = space.counts
    t.diagnostic(
      `${name}: ${states} states, ${acts} acts, ${kinds} kinds of dossier, ${moves} moves, ${combinations} combinations of state, act, side, role and gate`,
    )
    assert.deepEqual(space.problems, [])
  })

  test(`${name}: what has effect is what space.json says`, () => {
    assert.deepEqual(tableDifferences(held, tableOf(procedure, visited())), [], 'see procedures/README.md')
  })

  test(`${name}: any gate, act or transition less is noticed`, () => {
    const space = visited()
    for (const less of lessOne(procedure)) {
      assert.notDeepEqual(lostOf(less.procedure, space.rows), [], less.what)
      if (space.counts.moves > SMALL) continue
      const table = tableOf(less.procedure, spaceOf(less.procedure))
      assert.notDeepEqual(tableDifferences(held, table), [], less.what)
    }
  })
}
