/** Levels, offices and who has to see a dossier through: what acts make of them, and when they may. */
import type { ActHeader, OpenHeader } from '@counterpart/protocol'
import { type Act, LEVELS, type Level, type Procedure, parseDuration } from '../language/index.ts'
import { own } from '../language/own.ts'
import type { DossierState, Entry, Party, VerdictCode } from './entry.ts'
import { otherParty, type Parties } from './sides.ts'

/** Seconds after a raising before the clock raises again: the level above needs time to act. */
const RAISE_AGAIN = 86_400

type Said = Readonly<Record<string, unknown>>
type Responsibility = Pick<DossierState, 'level' | 'offices' | 'owner' | 'offered' | 'raised'>

const rank = (level: Level): number => LEVELS.indexOf(level)

/** The next level of the procedure above this one; `null` at the highest. */
export function levelAbove(procedure: Procedure, level: Level | null): Level | null {
  const higher = LEVELS.filter(
    (one) => procedure.levels.includes(one) && rank(one) > (level ? rank(level) : -1),
  )
  return higher[0] ?? null
}

/** Whether a level is above the dossier's, or the highest where it is there already. */
export function isAbove(procedure: Procedure, at: Level, level: Level | null): boolean {
  if (!procedure.levels.includes(at)) return false
  const above = levelAbove(procedure, level)
  return above === null ? at === level : rank(at) >= rank(above)
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

/** Why an act that raises, or moves responsibility, cannot. */
export function responsibilityFault(
  procedure: Procedure,
  act: Act,
  header: ActHeader,
  by: Party,
  said: Said,
  state: DossierState,
): VerdictCode | null {
  if (act.level === 'above') {
    const at = levelIn(said, 'decided-at')
    if (!at || !isAbove(procedure, at, state.level)) return 'wrong-level'
  }
  if (act.raises) return raiseFault(procedure, act, header, said, state)
  switch (act.owner) {
    case 'offers':
      return state.owner.party === by ? null : 'not-owner'
    case 'takes':
      return isOfferedTo(state, by, header.office) ? null : 'not-offered'
    // Who made the offer may take it back.
    case 'declines':
      return state.offered && (state.offered.by === by || isOfferedTo(state, by, header.office))
        ? null
        : 'not-offered'
    default:
      return null
  }
}

function isOfferedTo({ offered }: DossierState, by: Party, office: string): boolean {
  return offered !== null && offered.party === by && (offered.office === null || offered.office === office)
}

function raiseFault(
  procedure: Procedure,
  act: Act,
  header: ActHeader,
  said: Said,
  state: DossierState,
): VerdictCode | null {
  const to = levelIn(said, 'raised-to')
  if (!to || !procedure.levels.includes(to) || (state.level && rank(to) <= rank(state.level)))
    return 'wrong-level'
  if (act.by !== 'clock') return null
  if (to !== levelAbove(procedure, state.level)) return 'wrong-level'
  if (header.time < againAfter(state)) return 'not-due'
  return act.unopened === undefined ? null : unopenedFault(act.unopened, header, state)
}

/** Nobody on the side that was asked has looked, and the time for it is over. */
function unopenedFault(after: string, header: ActHeader, state: DossierState): VerdictCode | null {
  if (openedByOther(state)) return 'opened-already'
  const begun = state.path[0]?.time ?? state.since
  return header.time > begun + secondsOf(after) ? null : 'not-due'
}

/** From when on the clock may raise again. */
export function againAfter({ raised }: DossierState): number {
  return raised === null ? 0 : raised + RAISE_AGAIN
}

/** Whether the side that was asked has had it on a screen, or has acted in it. */
export function openedByOther({ opened, opener, current }: DossierState): boolean {
  const isOther = (party: Party) => party !== opener
  return (
    Object.keys(opened).some(isOther) ||
    Object.values(current).some(({ by, officer }) => officer && isOther(by))
  )
}

/** Of a duration in hours, minutes, days or weeks; a day here is 24 hours by the clock. */
export function secondsOf(duration: string): number {
  const parts = parseDuration(duration)
  const of = { minutes: 60, hours: 3600, days: 86_400, weeks: 604_800, months: 2_678_400, years: 31_622_400 }
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
      offered: office === owner.office ? null : { leaf, by: side, party: owner.party, office },
      raised: time,
    }
  }
  switch (act.owner) {
    case 'offers': {
      const party = textIn(said, 'offered-side') === 'other' ? otherParty(side, parties) : side
      return {
        level,
        offices,
        owner,
        offered: { leaf, by: side, party, office: textIn(said, 'offered-to') },
        raised,
      }
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
