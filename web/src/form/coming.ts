/** A file that is not at the node yet stands in its field as this: the form is not sent before it is there, or taken away. */
export interface Coming {
  coming: true
  /** The name of one that stood there in a draft, and has to be chosen again. */
  again?: string
}

export const COMING: Coming = { coming: true }

/** Where in a value files are not there yet. */
export function comingIn(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return []
  if ('coming' in value) return [[]]
  return Object.entries(value).flatMap(([name, one]) => comingIn(one).map((path) => [name, ...path]))
}

/** The names of the files in a value that have to be chosen again. */
export function againIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  if ('coming' in value) return 'again' in value && typeof value.again === 'string' ? [value.again] : []
  return Object.values(value).flatMap(againIn)
}
