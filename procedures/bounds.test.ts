import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkBounds, type DossierState, type Procedure } from '@counterpart/casework'
import { boundOf, boundsIn } from '@counterpart/casework/language'
import { drive, runsOf } from './_drive.ts'
import { procedures } from './index.ts'

/** Acts of the runs that bring a list beside a count that bounds it, each with what stood before it. */
function bounded(procedure: Procedure, [list, count]: readonly [string, string]) {
  return runsOf(procedure).flatMap((run) => {
    let kept: DossierState['kept'] = {}
    return drive(procedure, run).flatMap(({ step, verdict, state }) => {
      const before = kept
      kept = state?.kept ?? {}
      const dropped = procedure.acts[step.act]?.drops ?? []
      const { [list]: rows, [count]: most = dropped.includes(count) ? null : before[count] } = step.fields
      const isBound = verdict?.kind === 'effective' && Array.isArray(rows) && typeof most === 'number'
      return isBound ? [{ step, before, most, row: rows[0] as unknown }] : []
    })
  })
}

for (const { procedure } of procedures)
  for (const bound of Object.values(procedure.rules).flatMap((rule) => boundsIn(rule) ?? [])) {
    const [list, count] = boundOf(bound)
    const isExact = 'exactly' in bound
    test(`${procedure.name}: as many rows of ${list} as ${count} and no ${isExact ? 'other number' : 'more'} can be written`, () => {
      const alone: Procedure = { ...procedure, rules: { bound } }
      const found = bounded(procedure, [list, count])
      assert.ok(found.length > 0, 'no run brings the list where the count stands')
      for (const { step, before, most, row } of found) {
        const problems = (rows: number) =>
          checkBounds(alone, step.act, before, { ...step.fields, [list]: Array(rows).fill(row) })
        const contradicts = [{ path: `/${list}`, code: 'contradiction' }]
        assert.deepEqual(problems(most), [], step.act)
        assert.deepEqual(problems(most + 1), contradicts, step.act)
        if (most > 0) assert.deepEqual(problems(most - 1), isExact ? contradicts : [], step.act)
      }
    })
  }
