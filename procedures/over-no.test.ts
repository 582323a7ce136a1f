import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Act, holds, type Procedure } from '@counterpart/casework'
import { carriesNo } from '../casework/src/prove/after-no.ts'
import { procedures } from './index.ts'

/** Where these may be passed over they protect neither a person nor a law, but the order of a service. */
const OF_SERVICE = ['competence', 'proportionality']

/**
 * Acts by which one officer ends a dossier though a no may stand. In each of them the course has come to its own end, in
 * which the other side had its word, so nothing is left to be asked of another reviewer.
 */
const COMPLETED = [
  // The other side has answered, or told what it did with the answer.
  'identification close',
  'information-request close',
  'information-request report-use',
  'wanted-person close',
  'data-subject-request tell-applicant',
  'data-subject-request tell-applicant-of-refusal',
  // The bearer was let pass, and the issuer says what became of its entry.
  'document-check update-entry',
  // The person was handed over and received, and is in the care of services or serves the sentence.
  'handover close',
  'victim-protection close',
  'sentenced-person-transfer report-end',
  // What was set up or sent is over, and its figures or its use were stated.
  'temporary-post close',
  'temporary-post confirm-figures',
  'supply-assistance close',
]

/** Whether an act could have effect, as far as its own condition goes, with these noes and whatever else. */
function canBe(procedure: Procedure, act: Act, saidNo: (gate: string) => boolean): boolean {
  const open = { fields: Object.keys(procedure.fields), parts: Object.keys(procedure.parts) }
  const facts = { kept: {}, parts: [], paused: null, done: () => null, saidNo, open }
  return act.when === undefined || holds(act.when, facts) !== false
}

/** Acts by which one person ends a dossier, whatever a no to the gate says. Who adopts ends with whom proposed. */
function endsAlone(procedure: Procedure, gate: string): string[] {
  const { before, when, override } =
    Object.entries(procedure.gates ?? {}).find(([name]) => name === gate)?.[1] ?? assert.fail()
  const carried = carriesNo(procedure, gate)
  return Object.entries(procedure.acts)
    .filter(([, { to }]) => 'final' in (procedure.states[to ?? ''] ?? {}))
    .filter(([, act]) => !act.approval && !act.adopts && act.by !== 'clock')
    .filter(([name]) => !before.includes(name) || (when !== undefined && !override))
    .filter(([, { from }]) => from.some((state) => carried.has(state)))
    .filter(([, act]) => canBe(procedure, act, (one) => one === gate))
    .map(([name]) => `${procedure.name} ${name}`)
}

const excepted = new Set<string>()

for (const { procedure } of procedures) {
  test(`${procedure.name}: PROCEDURE-18 nobody alone leaves a no behind that protects a person or a law, to open the same anew`, () => {
    for (const [gate, { override }] of Object.entries(procedure.gates ?? {})) {
      if (override && OF_SERVICE.includes(gate) && !procedure.acts['end-over-no']) continue
      const found = endsAlone(procedure, gate)
      for (const one of found) excepted.add(one)
      assert.deepEqual(
        found.filter((one) => !COMPLETED.includes(one)),
        [],
        `while ${gate} was answered with no`,
      )
    }
  })

  test(`${procedure.name}: PROCEDURE-18 nothing ends over a no that nobody said`, () => {
    const act = procedure.acts['end-over-no']
    if (!act) return
    assert.equal(
      canBe(procedure, act, () => false),
      false,
    )
    for (const gate of Object.keys(procedure.gates ?? {}))
      assert.ok(
        canBe(procedure, act, (one) => one === gate),
        gate,
      )
  })
}

test('no act is excepted that needs it no longer', () => {
  assert.deepEqual([...excepted].sort(), COMPLETED.toSorted())
})
