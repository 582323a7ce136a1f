/** Which offices work a dossier after it was raised: the one above on our side, and the one that faces it. */
import { type DossierState, LEVELS, type Level, type Party } from '@counterpart/casework'
import type { Directory, Office } from '../../directory.ts'

export interface Faced {
  ours: string | null
  theirs: string | null
}

/**
 * The offices at a level that follow from those that have the dossier now. Offices do not face each other one to one:
 * of several that ours faces, the one above theirs is taken, and so it is where ours faces none there.
 */
export function facedAt(
  directory: Directory,
  state: DossierState,
  ours: Party,
  theirs: Party,
  level: Level,
): Faced {
  const above = (party: Party) => officeAbove(directory, state.offices[party], party, level)
  const own = above(ours)
  const faced = (own?.faces ?? []).flatMap((code) => directory.office(code) ?? [])
  const facing = faced.filter((office) => office.side === theirs && office.level === level)
  const theirAbove = above(theirs)
  const isFaced = facing.some(({ code }) => code === theirAbove?.code)
  // An office that has it already and is high enough keeps it.
  const hasIt = theirAbove?.code === state.offices[theirs]
  const their = isFaced || hasIt ? theirAbove : (facing[0] ?? theirAbove)
  return { ours: own?.code ?? null, theirs: their?.code ?? null }
}

/**
 * The office at this level that an office answers to; the office itself where it is high enough. Where none is said it
 * is the first of its side above it. A code that is no office of the party stands for its whole side.
 */
function officeAbove(
  directory: Directory,
  code: string | undefined,
  party: Party,
  level: Level,
): Office | undefined {
  const atLevel = directory.offices.filter((office) => office.side === party && office.level === level)
  const from = code === undefined ? null : directory.office(code)
  if (from?.side !== party) return atLevel[0]
  const isHighEnough = (office: Office) => LEVELS.indexOf(office.level) >= LEVELS.indexOf(level)
  for (
    let office: Office | null = from;
    office;
    office = office.under ? directory.office(office.under) : null
  )
    if (isHighEnough(office)) return office
  return atLevel.find((office) => directory.below(office.code).includes(from.code)) ?? atLevel[0]
}
