/** How far a scrub has come, as it is kept. */
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'

const count = Type.Integer({ minimum: 0 })

const Counted = {
  /** Seconds UTC. */
  began: count,
  entries: count,
  /** Headers, parts and files that were read. */
  bytes: count,
  /** Things that were not what they should be. */
  found: count,
  repaired: count,
  /** Milliseconds at work, pauses left out. */
  worked: count,
}

export const STAGES = ['ours', 'theirs', 'orphans', 'counts', 'pouches', 'beside'] as const
export type Stage = (typeof STAGES)[number]

export const Pass = Type.Object({ ...Counted, stage: Type.Enum(STAGES), index: count })
export type Pass = Static<typeof Pass>

export const LastPass = Type.Object({ ...Counted, ended: count })
export type LastPass = Static<typeof LastPass>

const Progress = Type.Object({
  /** Under way; `null` between two. */
  pass: Type.Union([Pass, Type.Null()]),
  /** The last that came to its end. */
  last: Type.Union([LastPass, Type.Null()]),
})
export type Progress = Static<typeof Progress>

/** Anything but what was kept is nothing: then a scrub begins anew. */
export function progressIn(kept: unknown): Progress {
  return Value.Check(Progress, kept) ? kept : { pass: null, last: null }
}

export function newPass(now: number): Pass {
  return { began: now, entries: 0, bytes: 0, found: 0, repaired: 0, worked: 0, stage: 'ours', index: 0 }
}
