/** The columns that lists are ordered and narrowed by, from the fold of a dossier. */
import {
  type DossierState,
  type Entry,
  type Parties,
  type Party,
  type Procedure,
  partyOf,
  readRecall,
  type Side,
  wakeOf,
} from '@counterpart/casework'
import type { Hex } from '@counterpart/protocol'
import type { DossierRow, Turn } from '../../store/store.ts'
import type { Node, Relation } from '../relation.ts'
import type { Held } from './folding.ts'

/**
 * `null` while nothing in the dossier has effect: there is nothing to list. What was listed while it was on its
 * way stays for its author to see what became of it; nobody waits for anybody in it.
 */
export function rowFor(
  held: Held,
  at: DossierRow['at'],
  node: Node,
  relation: Relation,
  now: number,
): DossierRow | null {
  const { ahead, before } = held
  if (!ahead) return before && { ...before, waits: null, turn: null, due: null, wakes: null, changed: now }
  const procedure = node.procedures.get(ahead.digest)?.procedure
  if (!procedure) return null
  const opening = held.entries.find((entry) => entry.header?.kind === 'open' && entry.side === ahead.opener)
  const state = procedure.states[ahead.state]
  const unnoted = unnotedIn(held, relation)
  const running = ahead.clock !== null && ahead.clock.paused === null
  return {
    id: held.id,
    procedure: procedure.name,
    plays: procedure.plays?.as ?? null,
    // Nothing is settled: the place says so, and the next fold begins anew.
    settled: held.settled ?? ahead,
    ahead,
    at,
    waits: state && 'waits' in state ? moverIn(procedure, ahead, state.waits, relation.parties) : null,
    turn: withNoting(turnIn(procedure, ahead, held, relation), unnoted),
    due: running ? (ahead.clock?.due ?? null) : null,
    wakes: ahead.keeper === relation.ours ? (wakeOf(procedure, ahead)?.at ?? null) : null,
    ...(unnoted.length === 0 ? {} : { unnoted }),
    offices: officesOf(held, procedure, relation),
    level: ahead.level,
    readers: [...(procedure.readers ?? [])],
    under: before?.under ?? underOf(opening),
    opened: before?.opened ?? opening?.header?.time ?? now,
    changed: now,
  }
}

/**
 * Where either side may go on, it is the turn of both if a deadline runs; without one nobody has to. A party that was
 * offered responsibility, or has a proposal to answer, has a turn beside that of the state.
 */
function turnIn(
  procedure: Procedure,
  ahead: DossierState,
  held: Held,
  { ours, theirs, parties }: Relation,
): Turn | null {
  const state = procedure.states[ahead.state]
  if (!state || !('waits' in state)) return null
  const asked = [
    ...(ahead.offered ? [ahead.offered.party] : []),
    ...proposedTo(procedure, ahead, held, parties),
  ]
  const party = moverIn(procedure, ahead, state.waits, parties)
  if (party === null && state.deadline !== null) return 'both'
  const turns = new Set(party === null ? asked : [party, ...asked])
  if (turns.size === 0) return 'either'
  if (turns.size === 2) return 'both'
  return turns.has(ours) ? 'ours' : turns.has(theirs) ? 'theirs' : null
}

/**
 * The party that has to act next. While a question has stopped the clock it is the one that can let the clock run on.
 * `null`: either.
 */
function moverIn(procedure: Procedure, ahead: DossierState, waits: Side, parties: Parties): Party | null {
  const resuming = Object.values(procedure.acts).find(
    ({ clock, from }) => clock === 'resume' && from.includes(ahead.state),
  )
  return partyOf(ahead.asked !== null && resuming ? resuming.by : waits, ahead, parties)
}

/** The party that has a proposal of the other side before it, and has neither taken nor declined it. */
function proposedTo(
  { acts }: Procedure,
  { proposals, current, state }: DossierState,
  held: Held,
  parties: Parties,
): Party[] {
  return Object.entries(proposals).flatMap(([leaf, { act, by }]) => {
    const answers = Object.entries(acts).filter(([, one]) => one.answers?.includes(act))
    const isOpen = answers.some(([, one]) => one.adopts && one.from.includes(state))
    const since = current[act]?.last ?? 0
    // Such an act has had effect since, but its time does not show that it answered this proposal: several entries may
    // have one second.
    const done = answers.filter(([name]) => (current[name]?.last ?? -1) >= since).map(([name]) => name)
    const last = done.flatMap((name) => current[name]?.leaf ?? [])
    return isOpen && !isAnswered(held, leaf, by, done, last) ? parties.filter((party) => party !== by) : []
  })
}

/**
 * Whether the other side has answered this very proposal with one of these acts. That is nearly always the last act of
 * its name; all headers are read only where that one answered another proposal.
 */
function isAnswered(
  { known, judged }: Held,
  proposal: string,
  by: Party,
  acts: string[],
  last: Hex[],
): boolean {
  const isAnswer = (leaf: Hex) => {
    const { side, header } = known.get(leaf) ?? {}
    if (side === by || header?.kind !== 'act' || header.on !== proposal) return false
    return acts.includes(header.act) && (judged.get(leaf)?.verdict.kind ?? 'effective') === 'effective'
  }
  return last.some(isAnswer) || (last.length > 0 && [...known.keys()].some(isAnswer))
}

/**
 * Their recalls of which no entry of ours has taken note. `before` has the result of entries that were settled before;
 * these are not looked at again.
 */
function unnotedIn({ before, entries, known }: Held, { ours, theirs }: Relation): string[] {
  const waiting = new Set(before?.unnoted)
  for (const entry of entries) {
    if (entry.side !== theirs || entry.header?.kind !== 'recall') continue
    const on = known.get(entry.header.on)
    const isOwn = on?.side === theirs && on.index < entry.index
    if (isOwn && readRecall(entry, on.header)) waiting.add(entry.leaf)
  }
  for (const { side, header } of entries)
    if (side === ours && header?.kind === 'noted') waiting.delete(header.on)
  return [...waiting].sort()
}

/** To take note of a recall is for us to do, also in a closed dossier, and before anything that either side may do. */
function withNoting(turn: Turn | null, unnoted: readonly string[]): Turn | null {
  if (unnoted.length === 0) return turn
  return turn === 'theirs' || turn === 'both' ? 'both' : 'ours'
}

/** An entry of theirs without effect names no office: otherwise one line of theirs would open a dossier to any office of ours. */
function officesOf(held: Held, procedure: Procedure, { ours }: Relation): string[] {
  const offices = new Set([...(held.before?.offices ?? []), ...Object.values(held.ahead?.offices ?? {})])
  for (const { leaf, side, header, kept } of held.entries) {
    if (header?.kind !== 'open' && header?.kind !== 'act') continue
    if (side !== ours && held.judged.get(leaf)?.verdict.kind !== 'effective') continue
    offices.add(header.office)
    if (typeof kept?.to === 'string') offices.add(kept.to)
    for (const [name, value] of Object.entries(kept ?? {}))
      if (procedure.fields[name]?.kind === 'office' && typeof value === 'string') offices.add(value)
  }
  return [...offices].sort()
}

function underOf(opening: Entry | undefined): DossierRow['under'] {
  const under = opening?.kept?.under
  if (!Array.isArray(under)) return []
  return under.flatMap((reference: { dossier?: unknown; content?: unknown } | null) =>
    typeof reference?.dossier === 'string'
      ? [
          {
            dossier: reference.dossier,
            content: typeof reference.content === 'string' ? reference.content : null,
          },
        ]
      : [],
  )
}
