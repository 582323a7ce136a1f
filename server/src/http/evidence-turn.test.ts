import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ROWS, testApp } from './_app.ts'

test('evidence is made one file after the other, also behind one that fails', async (t) => {
  const { app, uses, call, as } = await testApp()
  t.after(() => app.close())
  let [making, most, asked] = [0, 0, 0]
  const make = async () => {
    asked += 1
    const fails = asked === 2
    making += 1
    most = Math.max(most, making)
    await new Promise((resolve) => setImmediate(resolve))
    making -= 1
    if (fails) throw new Error('not this one')
    return { name: 'invented.evidence.zip', bytes: new Uint8Array() }
  }
  uses.evidence = make
  uses.actEvidence = make
  const session = await as('secretary-vnm-gate')
  const of = `/api/dossiers/${ROWS.gate.id}/evidence`
  const answers = await Promise.all([of, of, of, of].map((url) => call({ method: 'GET', url }, session)))
  assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [200, 200, 200, 500])
  assert.equal(most, 1)
})
