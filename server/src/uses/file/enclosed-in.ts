/** Digests of files, wherever they stand: what waits may be for a declaration that this node has not. */
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
