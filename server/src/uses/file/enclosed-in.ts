/** Digests of files, wherever they stand in a value: a draft may be for a declaration that this node does not have. */
export function enclosedIn(value: unknown): Set<string> {
  const found = new Set<string>()
  const look = (one: unknown) => {
    if (typeof one !== 'object' || one === null) return
    if ('digest' in one && typeof one.digest === 'string') found.add(one.digest)
    for (const below of Object.values(one)) look(below)
  }
  look(value)
  return found
}
