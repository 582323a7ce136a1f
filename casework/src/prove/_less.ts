/** A declaration with one thing taken away, for tests that want that to be noticed. */
import type { Procedure } from '../language/index.ts'

export interface Less {
  /** What is gone. */
  what: string
  procedure: Procedure
}

/** Without each gate, without each act, and without each state that an act is declared for. */
export function* lessOne(procedure: Procedure): Generator<Less> {
  const { gates = {}, acts } = procedure
  for (const gate of Object.keys(gates))
    yield { what: `gate ${gate}`, procedure: { ...procedure, gates: without(gates, gate) } }
  for (const [name, act] of Object.entries(acts)) {
    yield { what: name, procedure: { ...procedure, acts: without(acts, name) } }
    for (const state of act.from) {
      const from = act.from.filter((one) => one !== state)
      yield {
        what: `${state} ${name}`,
        procedure: { ...procedure, acts: { ...acts, [name]: { ...act, from } } },
      }
    }
  }
}

function without<T>(all: Readonly<Record<string, T>>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(all).filter(([one]) => one !== name))
}
