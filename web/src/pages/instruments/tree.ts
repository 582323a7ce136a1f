/** The tree of instruments: each stands under its parents, the oldest root first. */

export interface Branch<T> {
  item: T
  depth: number
  /** It has other parents too, under which it is not repeated. */
  alsoUnder: string[]
}

export interface Planted {
  id: string
  parents: readonly string[]
  /** What siblings are ordered by. */
  order: string
}

/**
 * Lays a graph of parents out as an indented list: every item once, under the first of its parents
 * that is listed. A cycle, which the record could hold, breaks at its first item.
 */
export function treeOf<T extends Planted>(items: readonly T[]): Branch<T>[] {
  const byId = new Map(items.map((item) => [item.id, item]))
  const children = new Map<string, T[]>()
  const roots: T[] = []
  for (const item of items) {
    const parent = item.parents.find((id) => byId.has(id) && id !== item.id)
    if (parent === undefined) roots.push(item)
    else children.set(parent, [...(children.get(parent) ?? []), item])
  }
  const done = new Set<string>()
  const laid: Branch<T>[] = []
  function lay(item: T, depth: number): void {
    if (done.has(item.id)) return
    done.add(item.id)
    const listed = item.parents.filter((id) => byId.has(id) && id !== item.id)
    laid.push({ item, depth, alsoUnder: listed.slice(1) })
    for (const child of sorted(children.get(item.id) ?? [])) lay(child, depth + 1)
  }
  for (const root of sorted(roots)) lay(root, 0)
  for (const item of items) lay(item, 0)
  return laid
}

function sorted<T extends Planted>(items: readonly T[]): T[] {
  return items.toSorted((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0))
}
