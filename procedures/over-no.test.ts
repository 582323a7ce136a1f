import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Act, type Gate, holds, type Procedure } from '@counterpart/casework'
import { carriesNo } from '../casework/src/prove/after-no.ts'
import { procedures } from './index.ts'

type Named = Gate & { name: string }

/** Where these may be passed over they protect neither a person nor a law, but the order of a service. */
const OF_SERVICE = ['competence', 'proportionality']

/**
 * Acts by which one officer ends a dossier though a no to a gate may stand. In each of them the course has come to its own
 * end, in which the other side had its word; and what the gate is about is not asked there any more, so nothing is left to
 * be asked of another reviewer.
 */
const COMPLETED = [
  // The other side has answered.
  'identification close: political-offence',
  'identification close: identity',
  'information-request close: competence',
  'information-request close: political-offence',
  'data-subject-request tell-applicant: proportionality',
  'data-subject-request tell-applicant-of-refusal: proportionality',
  // The person was handed over and received, or serves the sentence.
  'handover close: legal-basis',
  'sentenced-person-transfer report-end: non-refoulement',
  // What was set up or sent is over, and its figures or its use were stated.
  'temporary-post close: proportionality',
  'temporary-post close: non-refoulement',
  'supply-assistance close: legal-basis',
]

/** Whether an act could have effect, as far as its own condition goes, with these noes and whatever else. */
function canBe(procedure: Procedure, act: Act, saidNo: (gate: string) => boolean): boolean {
  const open = { fields: Object.keys(procedure.fields), parts: Object.keys(procedure.parts) }
  const facts = { kept: {}, parts: [], paused: null, done: () => null, saidNo, open }
  return act.when === undefined || holds(act.when, facts) !== false
}

/** Acts by which one person ends a dossier, whatever a no to the gate says. Who adopts ends with whom proposed. */
function endsAlone(procedure: Procedure, gate: Named): string[] {
  const { before, when, override } = gate
  const carried = carriesNo(procedure, gate.name)
  return Object.entries(procedure.acts)
    .filter(([, { to }]) => 'final' in (procedure.states[to ?? ''] ?? {}))
    .filter(
      ([, act]) => !act.approval && !act.adopts && act.by !== 'clock' && !isOfOther(procedure, gate, act),
    )
    .filter(([name]) => !before.some((one) => one === name) || (when !== undefined && !override))
    .filter(([, { from }]) => from.some((state) => carried.has(state)))
    .filter(([, act]) => canBe(procedure, act, (one) => one === gate.name))
    .map(([name]) => name)
}

/** The opener's gate, before acts of the opener alone: the other side, which opens none such, leaves nothing behind for itself. */
function isOfOther({ acts }: Procedure, gate: Named, act: Act): boolean {
  return (
    act.by === 'other' &&
    [gate, ...gate.before.map((name) => acts[name])].every((one) => one?.by === 'opener')
  )
}

const excepted = new Set<string>()

for (const { procedure } of procedures) {
  const gates: Named[] = Object.entries(procedure.gates ?? {}).map(([name, gate]) => ({ ...gate, name }))

  test(`${procedure.name}: PROCEDURE-18 nobody alone leaves a no behind that protects a person or a law, to open the same anew`, () => {
    for (const gate of gates) {
      if (gate.override && OF_SERVICE.includes(gate.name) && !procedure.acts['end-over-no']) continue
      for (const name of endsAlone(procedure, gate)) {
        const [one, from] = [`${procedure.name} ${name}: ${gate.name}`, procedure.acts[name]?.from ?? []]
        excepted.add(one)
        assert.ok(COMPLETED.includes(one), one)
        assert.ok(!from.some((state) => gate.from.includes(state)), `${one} is still asked there`)
      }
    }
  })

  test(`${procedure.name}: PROCEDURE-18 nothing ends over a no that nobody said`, () => {
    const act = procedure.acts['end-over-no']
    if (!act) return
    assert.equal(
      canBe(procedure, act, () => false),
      false,
    )
    for (const { name } of gates)
      assert.ok(
        canBe(procedure, act, (one) => one === name),
        name,
      )
  })
}

test('no act is excepted that needs it no longer', () => {
  assert.deepEqual([...excepted].sort(), COMPLETED.toSorted())
})
