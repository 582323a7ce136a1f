/** What came into a dossier while a form was written: whoever wrote it reads that before going on. */
import type { Dossier } from '../api/types.ts'

type Held = Pick<Dossier, 'rungs' | 'retention'>

export interface Came {
  /** Also those that stood there, and have another effect since. */
  rungs: Dossier['rungs']
  recalls: Dossier['retention']['recalls']
  stays: Dossier['retention']['stays']
}

/** A rung by what became of it. */
function markOf({ leaf, code }: { leaf: string; code: string | null }): string {
  return `${leaf} ${code ?? ''}`
}

/** What stands in a dossier as it is seen. */
export function seenIn({ rungs, retention: { recalls, stays } }: Held): ReadonlySet<string> {
  return new Set([...rungs.map(markOf), ...[...recalls, ...stays].map(({ leaf }) => leaf)])
}

export function cameSince(seen: ReadonlySet<string>, { rungs, retention }: Held): Came {
  const isNew = ({ leaf }: { leaf: string }) => !seen.has(leaf)
  return {
    rungs: rungs.filter((rung) => !seen.has(markOf(rung))),
    recalls: retention.recalls.filter(isNew),
    stays: retention.stays.filter(isNew),
  }
}

/** Less what this officer did, unless it is without effect. */
export function notOwn({ rungs, recalls, stays }: Came, isOwn: (one: { leaf: string }) => boolean): Came {
  return {
    rungs: rungs.filter((rung) => rung.code !== null || !isOwn(rung)),
    recalls: recalls.filter((one) => !isOwn(one)),
    stays: stays.filter((one) => !isOwn(one)),
  }
}

export function isNothing({ rungs, recalls, stays }: Came): boolean {
  return rungs.length + recalls.length + stays.length === 0
}
