/** What was visited of a procedure as a small table that people read and compare. */
import type { Level, Procedure } from '../language/index.ts'
import type { Doer, Row } from './rows.ts'
import type { Space } from './space.ts'

/** By state and act, both sorted: where it leads, who does it at which levels, who approves, after which gates. */
export type SpaceTable = Record<string, Record<string, string>>

export function tableOf(procedure: Procedure, { rows }: Space): SpaceTable {
  const sides = new Set(rows.flatMap(({ doers }) => [...doers.values()].map(sideOf)))
  const table: SpaceTable = {}
  for (const row of rows)
    table[row.state] = { ...table[row.state], [row.act]: sentenceOf(procedure, row, sides) }
  return table
}

function sentenceOf({ levels }: Procedure, row: Row, sides: ReadonlySet<string>): string {
  const doers = [...row.doers.values()]
  const roles = sorted(doers.flatMap(({ role }) => role ?? []))
  const at = sorted(doers.flatMap(({ level }) => level ?? []))
  return [
    row.to === row.state ? 'stays' : `to ${row.to}`,
    roles.length === 0 ? sideWord(doers, sides) : `${sideWord(doers, sides)}: ${roles.join(', ')}`,
    ...(at.length > 0 && at.length < levels.length
      ? [`at ${levels.filter((one: Level) => at.includes(one)).join(', ')}`]
      : []),
    ...(row.approvers.size > 0 ? [`approved by ${sorted([...row.approvers]).join(', ')}`] : []),
    ...(row.gates.size > 0 ? [`after ${sorted([...row.gates.keys()]).join(', ')}`] : []),
  ].join('; ')
}

/** Whether of the side that opened and of the side that keeps. */
const sideOf = ({ opener, keeper }: Doer) => `${opener ? 'opener' : 'other'} ${keeper ? 'keeper' : 'guest'}`

/** The word of the language for those who were seen to do an act, among all who were seen to do anything. */
function sideWord(doers: readonly Doer[], sides: ReadonlySet<string>): string {
  if (doers.length === 0) return 'nobody'
  if (doers.every(({ role }) => role === null)) return 'clock'
  const seen = new Set(doers.map(sideOf))
  const all = [...sides]
  const fits = (word: string) => {
    const meant = word === 'either' ? all : all.filter((side) => side.split(' ').includes(word))
    return meant.length === seen.size && meant.every((side) => seen.has(side))
  }
  return ['either', 'opener', 'other', 'keeper', 'guest'].find(fits) ?? sorted([...seen]).join(' or ')
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort()
}

/** Where two tables differ, a line for each; empty when they say the same. */
export function tableDifferences(held: SpaceTable, found: SpaceTable): string[] {
  return sorted([...Object.keys(held), ...Object.keys(found)]).flatMap((state) =>
    sorted([...Object.keys(held[state] ?? {}), ...Object.keys(found[state] ?? {})]).flatMap((act) => {
      const [was, is] = [held[state]?.[act], found[state]?.[act]]
      return was === is
        ? []
        : [`${state} ${act}: ${is ?? 'has no effect'}, and not: ${was ?? 'has no effect'}`]
    }),
  )
}
