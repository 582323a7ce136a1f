/** Which acts decide over the course of a dossier, and which happen beside it. */
import type { Act, Procedure } from '../language/index.ts'
import { atomsOf, readsOfAct, touchedBy } from './reads.ts'

export interface Course {
  /** Acts that lead to another state, or that one of these reads. */
  decides: ReadonlySet<string>
  /** Acts that leave no trace that any act reads, each of which can be tried wherever it stands. */
  traceless: ReadonlySet<string>
  /** Acts beside the course that read nothing but the course and each other. */
  beside: readonly (readonly string[])[]
  /** Acts that only move the level or responsibility, and leave no other trace. */
  moves: ReadonlySet<string>
}

/**
 * Divides the acts of a declaration so that each group can be visited by itself: what happens beside the
 * course changes nothing of it, so nothing is lost when it is left away.
 */
export function courseOf(procedure: Procedure): Course {
  const acts = Object.entries(procedure.acts)
  const reads = new Map(acts.map(([name, act]) => [name, readsOfAct(procedure, name, act)]))
  const touched = new Map(acts.map(([name, act]) => [name, touchedBy(procedure, act)]))
  const isRead = (of: string, by: string) =>
    reads.get(by)?.acts.has(of) ||
    [...(touched.get(of) ?? [])].some((field) => reads.get(by)?.fields.has(field))
  const decides = new Set(acts.filter(([name, act]) => leads(procedure, name, act)).map(([name]) => name))
  for (const by of decides) for (const [of] of acts) if (!decides.has(of) && isRead(of, by)) decides.add(of)
  const others = acts.filter(([name]) => !decides.has(name))
  const isAlone = (name: string) =>
    !others.some(([by]) => isRead(name, by)) && !others.some(([of]) => isRead(of, name))
  const moves = new Set(
    others.filter(([name, act]) => (act.owner || act.raises) && isAlone(name)).map(([name]) => name),
  )
  const traceless = new Set(
    others.filter(([name, act]) => !moves.has(name) && !act.clock && isAlone(name)).map(([name]) => name),
  )
  const left = others.map(([name]) => name).filter((name) => !moves.has(name) && !traceless.has(name))
  return {
    decides,
    traceless,
    beside: groups(left, (a, b) => isRead(a, b) || isPausing(procedure, a, b)),
    moves,
  }
}

/** Whether an act can change which acts of the course have effect: by its state, by a gate, by its clock. */
function leads(procedure: Procedure, name: string, act: Act): boolean {
  if (act.opens || act.to !== undefined || act.gate) return true
  const fields = touchedBy(procedure, act)
  return Object.values(procedure.gates ?? {}).some(
    ({ on, reads }) => on.some((one) => one === name) || reads.some((field) => fields.has(field)),
  )
}

/** What stops the clock and what lets it run again belong together. */
function isPausing(procedure: Procedure, ...names: string[]): boolean {
  return names.every((name) => ['pause', 'resume'].includes(procedure.acts[name]?.clock ?? ''))
}

function groups(names: readonly string[], belong: (a: string, b: string) => boolean | undefined): string[][] {
  const left = new Set(names)
  const found: string[][] = []
  for (const first of names) {
    if (!left.delete(first)) continue
    const group = [first]
    for (const a of group)
      for (const b of left)
        if (belong(a, b) || belong(b, a)) {
          left.delete(b)
          group.push(b)
        }
    found.push(group)
  }
  return found
}

/**
 * Whether an act can be done wherever it stands, and only lets others answer it: then it does not matter
 * whether it was done already.
 */
export function isRepeatable(procedure: Procedure, name: string, act: Act): boolean {
  if (act.to !== undefined || act.opens || act.clock || act.gate || act.when || act.answers) return false
  if (act.most !== undefined || act.by === 'clock') return false
  const acts = Object.entries(procedure.acts)
  const guards = Object.values(procedure.gates ?? {})
  if (guards.some(({ before, on }) => [...before, ...on].some((one) => one === name))) return false
  const touched = act.proposes ? [] : [...touchedBy(procedure, act)]
  return !acts.some(([by, other]) => {
    const { fields, acts: read } = readsOfAct(procedure, by, other)
    const answers = other.answers?.some((one) => one === name)
    return (
      touched.some((field) => fields.has(field)) || (read.has(name) && (!answers || asksDone(other, name)))
    )
  })
}

function asksDone({ when }: Act, name: string): boolean {
  return when !== undefined && atomsOf(when).some((one) => 'done' in one && one.done === name)
}
