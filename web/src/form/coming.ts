/** A file that is still on its way to the node stands in its field as this: the form is not sent before it is there. */
export interface Coming {
  coming: true
}

export const COMING: Coming = { coming: true }

/** Where in a value files are still on their way. */
export function comingIn(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return []
  if ('coming' in value) return [[]]
  return Object.entries(value).flatMap(([name, one]) => comingIn(one).map((path) => [name, ...path]))
}
