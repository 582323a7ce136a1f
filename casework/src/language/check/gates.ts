import { GATES, type Gate } from '../gates.ts'
import { own } from '../own.ts'
import type { Act, Procedure } from '../procedure.ts'
import { KEPT } from '../reserved.ts'
import type { CheckCode, DeclarationProblem } from './codes.ts'
import { checkCondition } from './conditions.ts'
import { letsOthersThrough } from './lets-others-through.ts'
import { repeated } from './names.ts'

/** That a gate can be answered, guards something, and cannot be changed behind the answer's back. */
export function checkGates(procedure: Procedure): DeclarationProblem[] {
  return Object.entries(procedure.gates ?? {}).flatMap(([name, gate]) => {
    const path = `/gates/${name}`
    return [
      ...(GATES.some((known) => known === name) ? [] : bad(path, 'unknown-gate')),
      ...(gate.by === 'clock' ? bad(`${path}/by`, 'bad-side') : []),
      ...(gate.basis.trim() === '' ? bad(`${path}/basis`, 'no-basis') : []),
      ...checkGuarded(procedure, gate, `${path}/before`),
      ...(gate.on.length === 0 ? bad(`${path}/on`, 'empty') : []),
      ...gate.reads.flatMap((field) => checkReads(procedure, field, `${path}/reads`)),
      ...repeated(gate.reads, `${path}/reads`),
      ...(gate.when ? checkCondition(procedure, gate.when, `${path}/when`) : []),
    ]
  })
}

/** What opens a dossier cannot wait for an answer given in it. */
function checkGuarded(procedure: Procedure, gate: Gate, path: string): DeclarationProblem[] {
  return [
    ...(gate.before.length === 0 ? bad(path, 'empty') : []),
    ...repeated(gate.before, path),
    ...gate.before.flatMap((name) => {
      const act = own(procedure.acts, name)
      if (!act) return bad(path, 'unknown-act')
      if (act.opens || act.gate) return bad(path, 'guards-opening')
      if (act.by === 'clock') return bad(path, 'guards-clock')
      return [
        ...(changesUnasked(procedure, gate, act) ? bad(path, 'changes-what-gate-reads') : []),
        ...(letsOthersThrough(procedure, gate, name, act) ? bad(path, 'lets-others-through') : []),
      ]
    }),
  ]
}

/**
 * Whether an act could have effect with other values than the gate was answered for: with fields of its own
 * that the gate reads, or with those of a proposal on which the gate is not asked anew.
 */
function changesUnasked(procedure: Procedure, gate: Gate, act: Act): boolean {
  const brings = ({ needs, may, drops }: Act) => [...needs, ...(may ?? []), ...(drops ?? [])]
  const reads = (one: Act) => brings(one).some((field) => gate.reads.includes(field))
  if (reads(act)) return true
  const adopted = act.adopts ? (act.answers ?? []) : []
  return adopted.some((name) => {
    const proposing = own(procedure.acts, name)
    return proposing !== undefined && reads(proposing) && !gate.on.some((one) => one === name)
  })
}

function checkReads(procedure: Procedure, name: string, path: string): DeclarationProblem[] {
  const field = own(procedure.fields, name)
  if (!field) return bad(path, 'unknown-field')
  return field.part === KEPT ? [] : bad(path, 'not-kept')
}

function bad(path: string, code: CheckCode): DeclarationProblem[] {
  return [{ path, code }]
}
