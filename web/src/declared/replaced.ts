/** Proposals that a later one of their kind replaced before they were taken up: nobody can answer them any more. */
import type { Declared, Rung } from '../api/types.ts'

interface Proposals {
  /** By act, the one that can be answered. */
  standing: ReadonlyMap<string, Rung>
  /** By the leaf of what was replaced, what replaced it. */
  replaced: ReadonlyMap<string, Rung>
}

/** `rungs`: in the order of effect. */
export function proposalsIn(declared: Declared | null, rungs: readonly Rung[]): Proposals {
  const acts = declared?.procedure.acts ?? {}
  const standing = new Map<string, Rung>()
  const replaced = new Map<string, Rung>()
  for (const rung of rungs) {
    const act = rung.act === null ? undefined : acts[rung.act]
    if (!act || rung.act === null || rung.code !== null) continue
    // Taken up, or given up by the side that made it.
    for (const [kind, { leaf, side }] of standing)
      if (leaf === rung.on && !act.gate && (act.adopts || side === rung.side)) standing.delete(kind)
    if (!act.proposes) continue
    const earlier = standing.get(rung.act)
    if (earlier) replaced.set(earlier.leaf, rung)
    standing.set(rung.act, rung)
  }
  return { standing, replaced }
}

/** The proposal of `side` that replaced what an act of that side would answer; `null` where that is not why it cannot. */
export function replacing(
  declared: Declared | null,
  act: string,
  side: string,
  rungs: readonly Rung[],
): Rung | null {
  const { standing, replaced } = proposalsIn(declared, rungs)
  const kinds = declared?.procedure.acts[act]?.answers ?? []
  const own = kinds.flatMap((kind) => standing.get(kind) ?? []).filter((rung) => rung.side === side)
  return own.find((by) => rungs.some((rung) => rung.side !== side && replaced.get(rung.leaf) === by)) ?? null
}
