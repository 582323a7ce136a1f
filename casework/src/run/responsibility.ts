/** Levels, offices and who has to see a dossier through: what acts make of them, and when they may. */
import type { OpenHeader } from '@counterpart/protocol'
import { type Act, LEVELS, type Level, type Procedure, parseDuration } from '../language/index.ts'
import { own } from '../language/own.ts'
import { DAY } from './civil.ts'
import type { DossierState, Entry, Party, VerdictCode } from './entry.ts'
import { otherParty, type Parties } from './sides.ts'

/** Seconds after a raising before the clock raises again: the level above needs time to act. */
export const RAISE_AGAIN = DAY

type Said = Readonly<Record<string, unknown>>
type Responsibility = Pick<DossierState, 'level' | 'offices' | 'owner' | 'offered' | 'raised'>

const rank = (level: Level): number => LEVELS.indexOf(level)

/** The levels of the procedure, the lowest first. */
function ladderOf(procedure: Procedure): Level[] {
  return LEVELS.filter((one) => procedure.levels.includes(one))
}

/** The next level of the procedure above this one; `null` at the highest. One that nobody named is the lowest. */
export function levelAbove(procedure: Procedure, level: Level | null): Level | null {
  const [lowest, ...others] = ladderOf(procedure)
  const from = level ?? lowest
  return others.find((one) => from !== undefined && rank(one) > rank(from)) ?? null
}

/**
 * Whether a level is above the dossier's, or the highest where it is there already. Above a level that
 * nobody named only the highest is, whatever it was.
 */
export function isAbove(procedure: Procedure, at: Level, level: Level | null): boolean {
  if (!procedure.levels.includes(at)) return false
  return at === ladderOf(procedure).at(-1) || (level !== null && rank(at) > rank(level))
}

export function openResponsibility(
  header: OpenHeader,
  entry: Entry,
  keeper: Party,
  parties: Parties,
): Responsibility {
  const said = entry.kept ?? {}
  const to = textIn(said, 'to')
  const offices = {
    [entry.side]: header.office,
    ...(to === null ? {} : { [otherParty(entry.side, parties)]: to }),
  }
  return {
    level: levelIn(said, 'level'),
    offices,
    owner: { party: keeper, office: own(offices, keeper) ?? null },
    offered: null,
    raised: null,
  }
}

/** Why an act that raises, or moves responsibility, cannot. `office`: for which it is done. */
export function responsibilityFault(
  procedure: Procedure,
  act: Act,
  office: string,
  by: Party,
  said: Said,
  state: DossierState,
): VerdictCode | null {
  if (act.level === 'above') {
    const at = levelIn(said, 'decided-at')
    if (!at || !isAbove(procedure, at, state.level)) return 'wrong-level'
  }
  if (act.raises) return raiseFault(procedure, act, said, state)
  switch (act.owner) {
    case 'offers':
      return state.owner.party === by ? null : 'not-owner'
    case 'takes':
      return isOfferedTo(state, by, office) ? null : 'not-offered'
    // The side that made the offer may take it back.
    case 'declines':
      return state.offered && (state.offered.by === by || isOfferedTo(state, by, office))
        ? null
        : 'not-offered'
    default:
      return null
  }
}

function isOfferedTo({ offered }: DossierState, by: Party, office: string): boolean {
  return offered !== null && offered.party === by && (offered.office === null || offered.office === office)
}

function raiseFault(procedure: Procedure, act: Act, said: Said, state: DossierState): VerdictCode | null {
  const to = levelIn(said, 'raised-to')
  const above = levelAbove(procedure, state.level)
  if (!to || !above || !procedure.levels.includes(to) || rank(to) < rank(above)) return 'wrong-level'
  return act.by === 'clock' && to !== above ? 'wrong-level' : null
}

/** The clock raises again only when the level above had time to act. `time`: of the entry. */
export function raiseTimeFault(act: Act, time: number, state: DossierState): VerdictCode | null {
  return act.raises && time < againAfter(state) ? 'not-due' : null
}

export function againAfter({ raised }: DossierState): number {
  return raised === null ? 0 : raised + RAISE_AGAIN
}

/** Nobody on the side that was asked has looked, and the time for it is over. `time`: of the entry. */
export function unopenedFault(after: string, time: number, state: DossierState): VerdictCode | null {
  const ends = unopenedEnds(after, state)
  if (ends === null) return 'opened-already'
  return time > ends ? null : 'not-due'
}

/** Until when the side that was asked may look; `null` when it has. */
export function unopenedEnds(after: string, { opened, opener, path, since }: DossierState): number | null {
  if (Object.keys(opened).some((party) => party !== opener)) return null
  return (path[0]?.time ?? since) + secondsOf(after)
}

/** Seconds of a duration in hours, minutes, days or weeks; a day here is 24 hours by the clock. */
function secondsOf(duration: string): number {
  const parts = parseDuration(duration)
  const of = { minutes: 60, hours: 3600, days: DAY, weeks: 604_800, months: 2_678_400, years: 31_622_400 }
  return parts ? parts.amount * of[parts.unit] : 0
}

export function responsibilityAfter(
  act: Act,
  entry: Entry,
  before: DossierState,
  time: number,
  parties: Parties,
): Responsibility {
  const { level, offices, owner, offered, raised } = before
  const said = entry.kept ?? {}
  const { side, leaf } = entry
  if (act.raises) {
    const lifted = { ...offices, ...named(side, said, parties) }
    const office = own(lifted, owner.party) ?? null
    return {
      level: levelIn(said, 'raised-to') ?? level,
      offices: lifted,
      owner,
      // Until the office that now has it takes it, the one that had it sees it through.
      offered: office === owner.office ? offered : { leaf, by: side, party: owner.party, office },
      raised: time,
    }
  }
  switch (act.owner) {
    case 'offers': {
      const party = textIn(said, 'offered-side') === 'other' ? otherParty(side, parties) : side
      const office = textIn(said, 'offered-to')
      // What is offered to the office that has it is offered to nobody.
      const has = party === owner.party && office === owner.office
      return { level, offices, owner, offered: has ? null : { leaf, by: side, party, office }, raised }
    }
    case 'takes': {
      const office = entry.header && 'office' in entry.header ? (entry.header.office ?? null) : null
      const moved = office === null ? offices : { ...offices, [side]: office }
      return { level, offices: moved, owner: { party: side, office }, offered: null, raised }
    }
    case 'declines':
      return { level, offices, owner, offered: null, raised }
    default:
      return { level, offices, owner, offered, raised }
  }
}

function named(side: Party, said: Said, parties: Parties): Record<Party, string> {
  const [ours, theirs] = [textIn(said, 'our-office'), textIn(said, 'their-office')]
  return {
    ...(ours === null ? {} : { [side]: ours }),
    ...(theirs === null ? {} : { [otherParty(side, parties)]: theirs }),
  }
}

function textIn(said: Said, name: string): string | null {
  const value = own(said, name)
  return typeof value === 'string' ? value : null
}

function levelIn(said: Said, name: string): Level | null {
  const value = own(said, name)
  return LEVELS.find((level) => level === value) ?? null
}
