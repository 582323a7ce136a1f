import type { Declared, Rung } from '../api/types.ts'

export interface AnsweredRung {
  rung: Rung
  /** Whether what it says is taken up as it stands, so that all of it has to be read. */
  isAdopted: boolean
}

/** What an act would be done on; `null` where that is nothing, or not among what can be read. */
export function answeredIn(
  declared: Pick<Declared, 'procedure'> | null,
  rungs: readonly Rung[],
  { act, on }: { act: string | null; on: string | null },
): AnsweredRung | null {
  const rung = on === null ? undefined : rungs.find(({ leaf }) => leaf === on)
  if (!rung || act === null) return null
  return { rung, isAdopted: declared?.procedure.acts[act]?.adopts === true }
}
