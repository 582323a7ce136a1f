import type { Context } from '../context.ts'
import type { Sight } from '../ports.ts'

/** Asks for permission once more, for what is about to leave. */
export async function visible<R extends { id: string }>(
  context: Context,
  sight: Sight,
  rows: R[],
): Promise<R[]> {
  if (rows.length === 0) return rows
  const facts = await context.uses.facts(rows.map((row) => row.id))
  return rows.filter((row) => {
    const known = facts.get(row.id)
    return known !== undefined && sight.sees(known)
  })
}
