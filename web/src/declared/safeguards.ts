/** The safeguards of a dossier: how each stands, who answers it, and what it stands before. */
import {
  fieldsRead,
  type Gate,
  gateFieldOf,
  type Procedure,
  partsRead,
  type Role,
} from '@counterpart/casework/language'
import { levelAbove } from '@counterpart/casework/responsibility'
import { type Parties, partyOf } from '@counterpart/casework/sides'
import type { Declared, Dossier, Level, Offer, Rung } from '../api/types.ts'
import { statesAhead } from './reach.ts'

export type Standing = Dossier['gates'][number]['answer']

export interface Safeguard {
  gate: string
  standing: Standing
  /** Whether it is asked as the dossier stands; otherwise once an act brings one of `brings`. */
  asked: boolean
  /** Fields by which an act that it stands before makes it asked. */
  brings: readonly string[]
  /** Which side answers it; `null`: either. */
  party: string | null
  roles: readonly Role[]
  before: readonly string[]
  /** Where it can be answered, when not in the state the dossier is in. */
  elsewhere: readonly string[]
  /** Of an open one, the acts of which one has to be done before there is anything that it could be answered on. */
  awaits: readonly string[]
  /** The entry by which it stands as it does. */
  answer: Rung | null
  /** That the answer was recalled: it stands as it was given all the same. */
  recalled: Recall | null
  /** An answer that fell since, because what it rested on is another now. */
  fallen: Rung | null
  /** Whether what fell was no answer, but passed over one. */
  fellPassedOver: boolean
  /** The newest no that nobody took back, also where that answer fell. */
  refusal: Rung | null
  /** Whether a no binds, of which this officer gave none: then they can say no beside it, and not yes. */
  onlyNo: boolean
  /** The no that was passed over. */
  passedOver: Rung | null
  override: Override | null
  /** The acts by which this officer's side answers it, or passes over it. */
  check: Offer | null
  pass: Offer | null
}

/** Who may pass over a no, and at which level at least. */
export interface Override {
  roles: readonly Role[]
  approval: readonly Role[]
  level: Level | null
}

type Recall = Dossier['retention']['recalls'][number]
type Shown = Pick<
  Dossier,
  'gates' | 'offers' | 'rungs' | 'state' | 'opener' | 'keeper' | 'level' | 'retention'
>

/** Those that are asked, or may come to be, and of which something can still depend, and those that were answered. */
export function safeguardsOf(declared: Declared | null, dossier: Shown, parties: Parties): Safeguard[] {
  if (!declared) return []
  const { gates = {}, acts } = declared.procedure
  const ahead = statesAhead(declared.procedure, dossier.state)
  return dossier.gates.flatMap(({ gate: name, asked, answer, leaf, noes }) => {
    const gate = gates[name]
    if (!gate) return []
    const guarded = gate.before.filter((act) => acts[act]?.from.some((state) => ahead.has(state)))
    const brings = bringing(declared.procedure, gate, guarded)
    if (answer === 'open' && (guarded.length === 0 || !(asked || brings.length > 0))) return []
    const fallen = answer === 'open' ? lastSaid(declared, dossier.rungs, name) : null
    const given = dossier.rungs.find((rung) => rung.leaf === leaf) ?? null
    return [
      {
        gate: name,
        standing: answer,
        asked,
        brings,
        party: partyOf(gate.by, dossier, parties),
        roles: gate.roles,
        before: gate.before,
        elsewhere: gate.from.includes(dossier.state) ? [] : gate.from.filter((state) => ahead.has(state)),
        awaits: answer === 'open' ? awaited(declared, name, ahead, dossier.rungs) : [],
        answer: given,
        recalled: given && (dossier.retention.recalls.findLast(({ on }) => on === given.leaf) ?? null),
        fallen,
        fellPassedOver: fallen !== null && gateSaid(declared, fallen)?.standing === 'overridden',
        refusal: dossier.rungs.find((rung) => rung.leaf === noes.at(-1)?.leaf) ?? null,
        onlyNo: isOnlyNo(noes),
        passedOver:
          answer === 'overridden' ? (dossier.rungs.find((rung) => rung.leaf === given?.on) ?? null) : null,
        override: overrideOf(declared, gate, dossier.level),
        check: offerTo(declared, dossier.offers, name, 'answers'),
        pass: offerTo(declared, dossier.offers, name, 'overrides'),
      },
    ]
  })
}

/** Those of the safeguards before an act that are not met: some of them perhaps only with what it brings. */
export function blocking(safeguards: readonly Safeguard[], { guards }: Pick<Offer, 'guards'>): Safeguard[] {
  return safeguards.filter(
    ({ gate, standing }) =>
      (standing === 'open' || standing === 'failed') && guards.some((one) => one.gate === gate),
  )
}

/**
 * What a node would say of those before an act whose form has these fields filled in, the same first as it does; `null` when
 * none of them stands before it.
 */
export function standOf(
  before: readonly Safeguard[],
  filled: readonly string[],
): 'gate-open' | 'gate-failed' | null {
  const asked = before.filter((one) => one.asked || one.brings.some((name) => filled.includes(name)))
  if (asked.length === 0) return null
  return asked.some(({ standing }) => standing === 'open') ? 'gate-open' : 'gate-failed'
}

/** Whoever has to answer it cannot wait until somebody has typed what makes it asked. */
function bringing(
  { fields, acts }: Procedure,
  { when }: Pick<Gate, 'when'>,
  guarded: readonly string[],
): string[] {
  if (!when) return []
  const [read, parts] = [fieldsRead(when), partsRead(when)]
  const brought = guarded.flatMap((act) => [...(acts[act]?.needs ?? []), ...(acts[act]?.may ?? [])])
  return [...new Set(brought)].filter(
    (name) => read.includes(name) || parts.some((part) => fields[name]?.part === part),
  )
}

/** An answer is given on an act; none where one has been done, or where none can come any more. */
function awaited(
  { procedure: { acts } }: Declared,
  gate: string,
  ahead: ReadonlySet<string>,
  rungs: readonly Rung[],
): string[] {
  const check = Object.values(acts).find((act) => act.gate?.of === gate && act.gate.does === 'answers')
  const kinds = check?.answers ?? []
  if (rungs.some(({ act, code }) => code === null && kinds.some((kind) => kind === act))) return []
  return kinds.filter((kind) => acts[kind]?.from.some((state) => ahead.has(state)))
}

function overrideOf({ procedure }: Declared, { override }: Gate, level: Level | null): Override | null {
  return override ? { ...override, level: levelAbove(procedure, level) ?? level } : null
}

function offerTo(
  { procedure }: Declared,
  offers: readonly Offer[],
  gate: string,
  does: 'answers' | 'overrides',
): Offer | null {
  const found = offers.find(({ act }) => {
    const its = procedure.acts[act]?.gate
    return its?.of === gate && its.does === does
  })
  return found ?? null
}

function lastSaid(declared: Declared, rungs: readonly Rung[], gate: string): Rung | null {
  return rungs.findLast((rung) => rung.code === null && gateSaid(declared, rung)?.gate === gate) ?? null
}

function isOnlyNo(noes: Dossier['gates'][number]['noes']): boolean {
  return noes.length > 0 && !noes.some(({ own }) => own)
}

/** Whether an act answers a safeguard to which this officer can say nothing but no. */
export function canOnlyRefuse(declared: Declared, { gates }: Pick<Dossier, 'gates'>, act: string): boolean {
  const its = declared.procedure.acts[act]?.gate
  const gate = its?.does === 'answers' ? gates.find((one) => one.gate === its.of) : undefined
  return !!gate && isOnlyNo(gate.noes)
}

/** What an entry says of a gate; `null` where it is about none. */
export function gateSaid(
  declared: Declared | null,
  { act, fields }: Pick<Rung, 'act' | 'fields'>,
): { gate: string; standing: Standing } | null {
  const gate = act === null ? undefined : declared?.procedure.acts[act]?.gate
  if (!gate) return null
  if (gate.does === 'overrides') return { gate: gate.of, standing: 'overridden' }
  return { gate: gate.of, standing: fields[gateFieldOf(gate.of)] === 'passed' ? 'passed' : 'failed' }
}
