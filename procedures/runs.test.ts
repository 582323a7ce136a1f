import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drive, runsOf, START } from './_drive.ts'
import { procedures } from './index.ts'

for (const { procedure } of procedures) {
  for (const run of runsOf(procedure)) {
    test(`${procedure.name} runs as ${run.file} says`, () => {
      for (const [index, { act, at }] of run.steps.entries())
        assert.ok(at >= (run.steps[index - 1]?.at ?? 0), `step ${index}, ${act}: before the one before it`)
      for (const [index, { step, problems, verdict, state }] of drive(procedure, run).entries()) {
        const where = `step ${index}, ${step.act}`
        const { expect } = step
        if (expect.verdict === 'effective') {
          assert.deepEqual(verdict, { kind: 'effective' }, where)
          assert.deepEqual(problems, [], `${where}: fields`)
          assert.equal(state?.state, expect.state, where)
          if (expect.due !== undefined) {
            const due = state?.clock ? state.clock.due - START : null
            assert.equal(due, expect.due, `${where}: due`)
          }
          if (expect.paused !== undefined)
            assert.equal((state?.clock?.paused ?? null) !== null, expect.paused, `${where}: paused`)
          if (expect.proposals !== undefined)
            assert.equal(Object.keys(state?.proposals ?? {}).length, expect.proposals, `${where}: proposals`)
          for (const [name, value] of Object.entries(expect.kept ?? {}))
            assert.deepEqual(state?.kept[name] ?? null, value, `${where}: ${name}`)
        } else assert.deepEqual(verdict, { kind: expect.verdict, code: expect.code }, where)
      }
    })
  }

  test(`${procedure.name}: the runs do every act and reach every state`, () => {
    const acts = new Set<string>()
    const states = new Set<string>()
    const refused = new Set<string>()
    for (const run of runsOf(procedure))
      for (const { step, verdict, state } of drive(procedure, run)) {
        if (verdict?.kind === 'effective') acts.add(step.act)
        else if (verdict) refused.add(verdict.code)
        if (state) states.add(state.state)
      }
    assert.deepEqual(
      Object.keys(procedure.acts).filter((name) => !acts.has(name)),
      [],
    )
    assert.deepEqual(
      Object.keys(procedure.states).filter((name) => !states.has(name)),
      [],
    )
    assert.ok(refused.size >= 4, `only ${[...refused].join(', ')} refused`)
  })
}
