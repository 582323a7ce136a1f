/** What is wrong with a record, while it is found: where in which file, and what its sentence speaks of. */
import type { TextLanguage } from '@counterpart/casework'
import type { ProblemCode, Values } from './errors.ts'

export interface Found {
  /** JSON pointer into the file, or into the thing that is checked. */
  path: string
  code: ProblemCode
  values?: Values
  /** What differs by language, such as what a field is called. */
  words?: (language: TextLanguage) => Values
}

/** A thing of a file with its place there. */
export interface Placed<T> {
  value: T
  /** Which of the files. */
  file: number
  path: string
}

export type PlacedProblem = Found & { file: number }

/** Where a thing stands, for a sentence that speaks of another one. */
export type PlaceOf = (thing: Placed<unknown>) => string

/** Of things with one name all but the first repeat it. */
export function firstByName<T>(
  things: readonly Placed<T>[],
  nameOf: (thing: Placed<T>) => string,
): Map<string, Placed<T>> {
  return new Map(things.toReversed().map((thing) => [nameOf(thing), thing]))
}

/** The same problems seen from the file the thing stands in. */
export function placed(found: readonly Found[], { file, path }: Placed<unknown>): PlacedProblem[] {
  return found.map((one) => ({ ...one, file, path: `${path}${one.path}` }))
}
