/** What was seen to have effect: for each state and act where it leads, who did it, and which gates stood before it. */
import type { Act, Level, Procedure, Role } from '../language/index.ts'
import { own } from '../language/own.ts'
import type { DossierState, Party } from '../run/entry.ts'
import { permit } from '../run/permit.ts'
import { keeperOf } from '../run/sides.ts'
import { type Move, PARTIES } from './moves.ts'

/** Where the openings stand in a table of states. */
export const OPENING = 'opening'

/** Somebody who may do an act: whether of the side that opened, of the side that keeps. */
export interface Doer {
  opener: boolean
  keeper: boolean
  /** `null`: the clock. */
  role: Role | null
  level: Level | null
}

/** An act that had effect in a state. */
export interface Row {
  state: string
  act: string
  to: string
  doers: Map<string, Doer>
  /** Roles that approved it. */
  approvers: Set<Role>
  /** The gates that were seen to stop it, each with a dossier in which it did. */
  gates: Map<string, Witness>
  /** One dossier in which it had effect. */
  witness: Witness
}

export interface Witness {
  before: DossierState | null
  move: Move
}

export interface Rows {
  add(before: DossierState | null, move: Move, after: string): Row
  find(state: string, act: string): Row | undefined
  all(): Row[]
}

export function newRows(procedure: Procedure): Rows {
  const rows = new Map<string, Row>()
  const known = new Set<string>()

  function add(before: DossierState | null, move: Move, after: string): Row {
    const state = before?.state ?? OPENING
    const name = `${state} ${move.act}`
    const row = rows.get(name) ?? {
      state,
      act: move.act,
      to: after,
      doers: new Map(),
      approvers: new Set<Role>(),
      gates: new Map<string, Witness>(),
      witness: { before, move },
    }
    rows.set(name, row)
    const who = `${name} ${move.side} ${before?.opener} ${before?.level}`
    if (known.has(who)) return row
    known.add(who)
    const act = own(procedure.acts, move.act)
    if (act)
      for (const doer of doersOf(procedure, act, before, move))
        row.doers.set(Object.values(doer).join(), doer)
    for (const role of act?.approval ?? [])
      if (mayDo(procedure, before, move, role, 'approver').length > 0) row.approvers.add(role)
    return row
  }

  return {
    add,
    find: (state, act) => rows.get(`${state} ${act}`),
    all: () => [...rows.values()].sort((a, b) => (`${a.state} ${a.act}` < `${b.state} ${b.act}` ? -1 : 1)),
  }
}

function doersOf(procedure: Procedure, act: Act, before: DossierState | null, move: Move): Doer[] {
  const opener = before === null || move.side === before.opener
  const keeper = move.side === (before?.keeper ?? keeperOf(procedure, move.side, PARTIES))
  if (act.by === 'clock') return [{ opener, keeper, role: null, level: null }]
  return act.roles.flatMap((role) =>
    mayDo(procedure, before, move, role, 'drafter').map((level) => ({ opener, keeper, role, level })),
  )
}

/** The levels at which an officer with a role may do it. */
function mayDo(
  procedure: Procedure,
  before: DossierState | null,
  { act, side }: { act: string; side: Party },
  role: Role,
  as: 'drafter' | 'approver',
): Level[] {
  const may = (level: Level) =>
    permit(procedure, before, { side, office: '', level, roles: [role] }, act, PARTIES, as).allowed
  return procedure.levels.filter(may)
}
