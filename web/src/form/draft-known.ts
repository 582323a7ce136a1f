import { useSyncExternalStore } from 'react'
import type { Draft } from '../api/types.ts'

type Shown = Pick<Draft, 'id' | 'mine' | 'mayApprove'>

let through: ReadonlySet<string> = new Set()
const listeners = new Set<() => void>()

/** This page was told what became of it, or somebody has read it here; often later than it heard that something had changed. */
export function seenThrough(id: string): void {
  through = new Set([...through, id])
  for (const listener of listeners) listener()
}

export function useSeenThrough(): ReadonlySet<string> {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => through,
  )
}

/** Those that were on this page for its officer to approve, or the officer's own, and are not any more. */
export function vanished<D extends Shown>(before: readonly D[], now: readonly Shown[]): D[] {
  const stay = new Set(now.filter(isOwn).map(({ id }) => id))
  return before.filter((one) => isOwn(one) && !stay.has(one.id))
}

function isOwn({ mine, mayApprove }: Shown): boolean {
  return mine || mayApprove
}
