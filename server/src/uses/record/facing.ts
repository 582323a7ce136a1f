/** Which offices work a dossier after it was raised: the one above on our side, and the one that faces it. */
import { type DossierState, LEVELS, type Level, type Party } from '@counterpart/casework'
import type { Directory, Office } from '../../directory.ts'

export interface Faced {
  ours: string | null
  theirs: string | null
}

/**
 * Offices at a level, from those that have the dossier now. They do not face one to one: where ours faces
 * several, the one above theirs is taken; where it faces none there, the one above theirs all the same.
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
  // Whoever has it already and is high enough goes on.
  const hasIt = theirAbove?.code === state.offices[theirs]
  const their = isFaced || hasIt ? theirAbove : (facing[0] ?? theirAbove)
  return { ours: own?.code ?? null, theirs: their?.code ?? null }
}

/**
 * The office at the level that an office answers to; itself where it is as high already; where none is said, the
 * first of its side that is above it. A code that is no office of the party stands for its whole side.
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
