/** Which offices work a dossier after it was raised: the one above on our side, and the one that faces it. */
import type { DossierState, Level, Party } from '@counterpart/casework'
import type { Directory, Office } from '../directory.ts'

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
  return { ours: own?.code ?? null, theirs: (isFaced ? theirAbove : (facing[0] ?? theirAbove))?.code ?? null }
}

/** The office at the level that an office answers to; where none is said, the first of its side that is above it. */
function officeAbove(
  directory: Directory,
  code: string | undefined,
  party: Party,
  level: Level,
): Office | undefined {
  const atLevel = directory.offices.filter((office) => office.side === party && office.level === level)
  if (code === undefined) return atLevel[0]
  for (
    let office = directory.office(code);
    office;
    office = office.under ? directory.office(office.under) : null
  )
    if (office.level === level) return office
  return atLevel.find((office) => directory.below(office.code).includes(code)) ?? atLevel[0]
}
