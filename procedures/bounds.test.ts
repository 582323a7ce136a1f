import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkBounds, type DossierState, type Procedure } from '@counterpart/casework'
import { boundsIn } from '@counterpart/casework/language'
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
  for (const bound of Object.values(procedure.rules).flatMap((rule) => boundsIn(rule) ?? []))
    test(`${procedure.name}: as many rows of ${bound.within.join(' as ')} and no more can be written`, () => {
      const alone: Procedure = { ...procedure, rules: { bound } }
      const found = bounded(procedure, bound.within)
      assert.ok(found.length > 0, 'no run brings the list where the count stands')
      for (const { step, before, most, row } of found) {
        const problems = (count: number) =>
          checkBounds(alone, step.act, before, { ...step.fields, [bound.within[0]]: Array(count).fill(row) })
        assert.deepEqual(problems(most), [], step.act)
        assert.deepEqual(
          problems(most + 1),
          [{ path: `/${bound.within[0]}`, code: 'contradiction' }],
          step.act,
        )
      }
    })
