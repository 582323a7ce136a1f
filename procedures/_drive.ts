/** Drives the example runs of a procedure through casework: two logs, marks, order, fold. */
import { readdirSync, readFileSync } from 'node:fs'
import {
  checkBounds,
  checkFields,
  type DossierState,
  digestOf,
  dossierContext,
  type Entry,
  type FieldProblem,
  type Folded,
  fold,
  NO_TERMS,
  type Procedure,
  partsOf,
  placeDossier,
  settlerIn,
  singletonId,
  type Terms,
} from '@counterpart/casework'
import { type Header, hex, sha256, utf8 } from '@counterpart/protocol'

/** Two invented parties; `aaa` is the one whose code comes first. */
export const PARTIES = ['aaa', 'bbb'] as const
const RELATION = 'aaa~bbb/test'
/** The one dossier that is in force and carried out in every run; any other is neither. */
const IN_FORCE = 'f'.repeat(64)
/** Monday 2024-01-01, 02:00 UTC: 09:00 at `aaa`, 10:00 at `bbb`. */
export const START = 1_704_074_400

export interface Step {
  why?: string
  by: string
  act: string
  /** Seconds after the start. */
  at: number
  fields: Record<string, unknown>
  level?: string
  /** Which earlier step of the run it answers, from 0. */
  on?: number
  /** Whether a second person approved it. */
  approved?: boolean
  /** Its author's id; by itself `drafter`, and of an answer to a gate or an override somebody else. */
  officer?: string
  /** Code of the office it is done for; by itself `<by>-office`. */
  office?: string
  /** How many of the keeper's last acts had not reached the author. */
  unseen?: number
  expect:
    | {
        verdict: 'effective'
        state: string
        due?: number | null
        paused?: boolean
        /** How many proposals stand beside what the dossier says. */
        proposals?: number
        kept?: Record<string, unknown>
      }
    | { verdict: 'overtaken' | 'void'; code: string }
}

export interface Run {
  file: string
  steps: Step[]
}

export function runsOf(procedure: Procedure): Run[] {
  const folder = new URL(`./${procedure.name}/runs/`, import.meta.url)
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => ({ file, steps: JSON.parse(readFileSync(new URL(file, folder), 'utf8')) }))
}

export interface Driven {
  step: Step
  /** What a form would say of the fields. */
  problems: FieldProblem[]
  verdict: Folded['judged'][number]['verdict'] | undefined
  state: DossierState | null
}

export function drive(procedure: Procedure, run: Run): Driven[] {
  const opener = run.steps[0]?.by ?? PARTIES[0]
  const other = PARTIES.find((party) => party !== opener) ?? PARTIES[1]
  const keeper = { opener, other, first: PARTIES[0] }[procedure.keeper]
  const logs: Record<string, Entry[]> = { [PARTIES[0]]: [], [PARTIES[1]]: [] }
  const digest = digestOf(procedure)
  const terms: Terms = { ...NO_TERMS, offsets: { aaa: 25_200, bbb: 28_800 }, digests: [digest] }
  const written: Entry[] = []
  /** Length of the keeper's log before each of the keeper's acts. */
  const before: number[] = []
  let standing: DossierState | null = null
  return run.steps.map((step) => {
    const log = logs[step.by] ?? []
    const keepers = logs[keeper] ?? []
    const guests = logs[PARTIES.find((party) => party !== keeper) ?? ''] ?? []
    const isKeeper = step.by === keeper
    const missed = before.slice(before.length - (step.unseen ?? 0))[0]
    const seen = isKeeper ? guests.length : step.unseen ? (missed ?? 0) : keepers.length
    if (isKeeper) before.push(keepers.length)
    const entry = entryOf(procedure, step, log, seen, dossierId(procedure, written), written)
    log.push(entry)
    written.push(entry)
    if (!isKeeper) keepers.push(markOf(keeper, keepers, guests.length, START + step.at))
    const settlerOf = settlerIn(keepers)
    const base = {
      parties: PARTIES,
      relation: RELATION,
      terms: () => terms,
      procedure: (wanted: string) => (wanted === digest ? procedure : null),
      inForce: (dossier: string) => dossier === IN_FORCE,
      carriedOut: (dossier: string) => dossier === IN_FORCE,
    }
    const context = dossierContext(base, procedure, written, keeper, settlerOf)
    const folded = fold(procedure, placeDossier(written, keeper, settlerOf), context)
    const judged = folded.judged.find(({ placed }) => placed.entry === entry)
    const beyond = checkBounds(procedure, step.act, standing?.kept ?? {}, step.fields)
    standing = folded.settled
    return {
      step,
      problems: [...checkFields(procedure, step.act, step.fields), ...beyond],
      verdict: judged?.verdict,
      state: folded.settled,
    }
  })
}

function dossierId(procedure: Procedure, written: readonly Entry[]): string {
  return procedure.once ? singletonId(RELATION, procedure.name) : (written[0]?.leaf ?? '00'.repeat(32))
}

function entryOf(
  procedure: Procedure,
  step: Step,
  log: readonly Entry[],
  seen: number,
  dossier: string,
  written: readonly Entry[],
): Entry {
  const reserved = step.level === undefined ? {} : { level: step.level as never }
  const parts = Object.hasOwn(procedure.acts, step.act)
    ? partsOf(procedure, step.act, step.fields, reserved)
    : { kept: {} }
  const on = step.on === undefined ? undefined : written[step.on]?.leaf
  const header: Header = {
    v: 1,
    seen,
    time: START + step.at,
    parts: Object.keys(parts).map((name) => ({ name, digest: '00'.repeat(32), keep: 'always' })),
    office: step.office ?? `${step.by}-office`,
    officer: step.officer ?? OFFICERS[procedure.acts[step.act]?.gate?.does ?? 'acts'],
    handling: 'H1',
    procedure: digestOf(procedure),
    act: step.act,
    ...(on === undefined ? {} : { on }),
    ...(step.approved ? { approver: 'second' } : {}),
    ...(procedure.acts[step.act]?.opens ? ({ kind: 'open' } as const) : ({ kind: 'act', dossier } as const)),
  }
  return {
    side: step.by,
    index: log.length,
    leaf: hex(sha256(utf8(`${step.by} ${log.length} ${JSON.stringify(step)}`))),
    running: Math.max(log.at(-1)?.running ?? 0, seen),
    header,
    kept: parts.kept ?? {},
    parts: Object.keys(parts),
  }
}

const OFFICERS = { acts: 'drafter', answers: 'gatekeeper', overrides: 'superior' } as const

function markOf(side: string, log: readonly Entry[], seen: number, time: number): Entry {
  const header: Header = { v: 1, kind: 'mark', seen, time, parts: [] }
  const leaf = hex(sha256(utf8(`mark ${side} ${log.length}`)))
  return { side, index: log.length, leaf, running: seen, header, kept: {}, parts: ['kept'] }
}
