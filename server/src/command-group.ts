/** A command of the operator's runs in a process group of its own, so that what it started itself ends with it. */
import type { ChildProcess } from 'node:child_process'

/** For `spawn`: the command leads its group. */
export const OWN_GROUP = { detached: true } as const

export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // All of it has ended already.
  }
}
