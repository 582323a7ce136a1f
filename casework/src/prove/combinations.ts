/** Values of several fields together. */

/** A field with its values, `undefined` among them where it may be left out. */
export type Choice = readonly [field: string, values: readonly unknown[]]
export type Combination = Record<string, unknown>

/** More than these are not even listed: then each value is tried beside the first and beside the last of the others. */
const MOST = 20_000

export function combinationsOf(choices: readonly Choice[]): Combination[] {
  const all = choices.reduce((product, [, values]) => product * values.length, 1)
  if (all <= MOST)
    return choices.reduce<Combination[]>(
      (ones, [name, values]) => ones.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
      [{}],
    )
  return [0, -1].flatMap((at) => {
    const base = Object.fromEntries(choices.map(([name, values]) => [name, values.at(at)]))
    const others = choices.flatMap(([name, values]) => values.map((value) => ({ ...base, [name]: value })))
    return [base, ...others]
  })
}

/** As few of these as it takes that every two values of two fields that are together in one are so here. */
export function inPairs<T extends { one: Combination }>(combinations: readonly T[]): T[] {
  const covered = new Set<string>()
  return combinations.filter(({ one }) => {
    const values = Object.entries(one).map(([name, value]) => `${name} ${JSON.stringify(value)}`)
    const pairs = values.flatMap((first, at) => values.slice(at + 1).map((second) => `${first} ${second}`))
    const adds = pairs.some((pair) => !covered.has(pair))
    for (const pair of pairs) covered.add(pair)
    return adds
  })
}
