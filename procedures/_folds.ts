/**
 * What the example runs are folded to, in short: where it is another than `folds.json` says and neither the declaration nor its
 * runs are, nodes hold folds of before, and `TALLY_RULE` has to be raised so that they make them anew.
 */
import { digestOf, TALLY_RULE } from '@counterpart/casework'
import { canonicalJson, hex, sha256, utf8 } from '@counterpart/protocol'
import { drive, runsOf } from './_drive.ts'
import { procedures } from './index.ts'

export interface Folds {
  rule: number
  /** By procedure: digests of its declaration and runs, and of what comes of them. */
  procedures: Record<string, { of: string; fold: string }>
}

export function foldsNow(): Folds {
  const folded = procedures.map(({ procedure }) => {
    const runs = runsOf(procedure)
    const states = runs.map((run) => drive(procedure, run).map(({ verdict, state }) => ({ verdict, state })))
    return [
      procedure.name,
      { of: short({ digest: digestOf(procedure), runs }), fold: short(states) },
    ] as const
  })
  return { rule: TALLY_RULE, procedures: Object.fromEntries(folded) }
}

/** Procedures that are folded otherwise than before, under the number of before. */
export function unraised(held: Folds, found: Folds): string[] {
  if (found.rule > held.rule) return []
  return Object.entries(found.procedures).flatMap(([name, { of, fold }]) => {
    const before = held.procedures[name]
    return before?.of === of && before.fold !== fold ? [name] : []
  })
}

function short(value: unknown): string {
  return hex(sha256(utf8(canonicalJson(JSON.parse(JSON.stringify(value)))))).slice(0, 16)
}
