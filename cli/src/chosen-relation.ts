/** Which relation a command is about. */

/**
 * The one that was named, or the only one there is.
 * @param where who holds them, as the line says it
 * @throws Error `bad-option` or `unknown-relation`, naming those that are held
 */
export function chosenRelation(
  wanted: string | undefined,
  held: readonly string[],
  where = 'this node',
): string {
  const [only] = held
  if (wanted === undefined && held.length > 1)
    throw new Error(`bad-option: --relation is one of ${held.join(', ')}`)
  const id = wanted ?? only
  if (id === undefined || !held.includes(id))
    throw new Error(`unknown-relation: ${where} holds ${held.join(', ') || 'none'}`)
  return id
}
