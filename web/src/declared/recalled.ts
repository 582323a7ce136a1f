import type { Declared, Draft, Rung } from '../api/types.ts'

interface Recalled<R> {
  rung: R
  /** The fields of it that would be destroyed. */
  fields: Record<string, unknown>
}

/** The act of which a recall is to be approved; `null` where it is not among what can be read. */
export function recalledIn<R extends Pick<Rung, 'leaf' | 'fields'>>(
  rungs: readonly R[],
  { on, recall }: Pick<Draft, 'on' | 'recall'>,
  declared: Pick<Declared, 'procedure'> | null,
): Recalled<R> | null {
  const rung = rungs.find(({ leaf }) => leaf === on)
  if (!rung || recall === null) return null
  const isOf = (name: string) => recall.parts.includes(declared?.procedure.fields[name]?.part ?? '')
  return { rung, fields: Object.fromEntries(Object.entries(rung.fields).filter(([name]) => isOf(name))) }
}
