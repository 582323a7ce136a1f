/** Tries every way past a gate, on dossiers in which the act that it guards has effect. */
import { type Gate, KEPT, type Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'
import { factsOf, holds } from '../run/condition.ts'
import type { DossierState, GateState, VerdictCode } from '../run/entry.ts'
import { without } from '../run/kept.ts'
import { type Engine, type Move, OFFICERS } from './moves.ts'
import { IN_FORCE } from './values.ts'

export interface Probed {
  /** Gates without whose answer the act had no effect. */
  gates: string[]
  /** What got past a gate, or was stopped by one that is not asked. */
  faults: { gate: string; tried: keyof typeof TRIES; got: string }[]
}

/** What an asked gate does with each answer. */
const TRIES = {
  open: 'gate-open',
  failed: 'gate-failed',
  own: 'gate-same-officer',
  passed: null,
  overridden: null,
} as const satisfies Record<string, VerdictCode | null>

/** `before`, `move`: an act that has effect in a dossier. */
export function probeGates(procedure: Procedure, engine: Engine, before: DossierState, move: Move): Probed {
  const probed: Probed = { gates: [], faults: [] }
  for (const [name, gate] of Object.entries(procedure.gates ?? {})) {
    if (!gate.before.some((one) => one === move.act)) continue
    const asked = isAsked(procedure, gate, before, move)
    for (const tried of Object.keys(TRIES) as (keyof typeof TRIES)[]) {
      const verdict = engine.verdict(answered(before, name, answerOf(tried, move)), move)
      const got = verdict.kind === 'effective' ? null : verdict.code
      if (got !== (asked ? TRIES[tried] : null))
        probed.faults.push({ gate: name, tried, got: got ?? 'effective' })
      else if (got === 'gate-open') probed.gates.push(name)
    }
  }
  return probed
}

/** The gates that stand before a move, as the declaration says. */
export function askedBefore(procedure: Procedure, before: DossierState, move: Move): string[] {
  return Object.entries(procedure.gates ?? {}).flatMap(([name, gate]) =>
    gate.before.some((one) => one === move.act) && isAsked(procedure, gate, before, move) ? [name] : [],
  )
}

/** Asked here and not of the engine, so that the two are compared. */
function isAsked(
  procedure: Procedure,
  { when }: Gate,
  before: DossierState,
  { act, on, kept, parts }: Move,
): boolean {
  if (!when) return true
  const declared = own(procedure.acts, act)
  const adopted = declared?.adopts && on !== undefined ? own(before.proposals, on) : undefined
  const meant = adopted ? own(procedure.acts, adopted.act) : declared
  const given = [...before.parts, ...parts].filter((part) => part !== KEPT)
  return (
    holds(when, {
      ...factsOf(before),
      kept: { ...without(before.kept, meant?.drops ?? []), ...kept, ...adopted?.kept },
      parts: given,
      inForce: (dossier) => dossier === IN_FORCE,
      carriedOut: (dossier) => dossier === IN_FORCE,
    }) === true
  )
}

function answerOf(tried: keyof typeof TRIES, { side }: Move): GateState | null {
  if (tried === 'open') return null
  const answer = tried === 'own' ? 'passed' : tried
  return { answer, leaf: '', by: side, officers: [tried === 'own' ? OFFICERS.acts : OFFICERS.answers] }
}

function answered(state: DossierState, gate: string, answer: GateState | null): DossierState {
  const { [gate]: _, ...others } = state.gates
  return { ...state, gates: answer ? { ...others, [gate]: answer } : others }
}
