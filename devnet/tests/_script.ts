/** One way through a procedure from one of its own example runs, said in the words of the demonstration's two sides. */
import type { Field, Procedure } from '@counterpart/casework'
import { type Run, runsOf, START, type Step } from '../../procedures/_drive.ts'
import type { Side } from './_world.ts'

export interface ScriptedStep {
  side: Side
  act: string
  fields: Record<string, unknown>
  /** The step that is answered, from 0. */
  on: number | null
  approved: boolean
}

export interface Script {
  run: string
  steps: ScriptedStep[]
  level: string | null
}

/** What runs speak of, in this world: whose office, which dossier stands for another. */
export interface Real {
  office(side: Side): string
  dossier(plays: string | null): string
  now: number
}

const SIDES: Readonly<Record<string, Side>> = { aaa: 'chn', bbb: 'vnm' }
const DAY = 86_400

/** How little a run is suited: time alone acts in it, it ends nowhere, one side does everything, it is long. */
function unfit(procedure: Procedure, steps: readonly Step[]): number {
  const acts = steps.map(({ act }) => procedure.acts[act])
  const last = steps.at(-1)?.expect
  const ends = last?.verdict === 'effective' ? procedure.states[last.state] : undefined
  const counts = (isSo: boolean, weight: number) => (isSo ? weight : 0)
  return (
    counts(
      acts.some((act) => act?.by === 'clock'),
      1000,
    ) +
    counts(!ends || !('final' in ends), 50) +
    counts(new Set(steps.map(({ by }) => by)).size < 2, 40) +
    counts(
      acts.some((act) => act?.raises || act?.level === 'above' || act?.owner),
      20,
    ) +
    counts(
      steps.some(({ office }) => office !== undefined),
      5,
    ) +
    counts(procedure.gates !== undefined && !acts.some((act) => act?.gate), 4) +
    counts(steps.length < 4, 2) +
    Math.max(0, steps.length - 8)
  )
}

/** `null` where no run has any effect that officers alone could bring about. */
export function scriptOf(procedure: Procedure, real: Real): Script | null {
  const [best] = runsOf(procedure)
    .map(({ file, steps }) => ({ file, steps: effective(steps) }))
    .filter(({ steps }) => steps.length > 0 && unfit(procedure, steps) < 1000)
    .toSorted((one, other) => unfit(procedure, one.steps) - unfit(procedure, other.steps))
  if (!best) return null
  return {
    run: best.file,
    level: best.steps[0]?.level ?? null,
    steps: best.steps.map(({ by, act, fields, on, approved }) => ({
      side: sideOf(by),
      act,
      fields: Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [
          name,
          said(value, name, procedure.fields[name] as Field, real),
        ]),
      ),
      on: on ?? null,
      approved: approved === true,
    })),
  }
}

function sideOf(party: string): Side {
  const side = SIDES[party]
  if (!side) throw new Error(`no side of ${party}`)
  return side
}

/** Without what is refused: nothing that has effect rests on it. */
function effective(steps: Run['steps']): Run['steps'] {
  const kept = steps.flatMap((step, at) => (step.expect.verdict === 'effective' ? [at] : []))
  return kept.map((at) => {
    const step = steps[at] as Step
    return step.on === undefined ? step : { ...step, on: kept.indexOf(step.on) }
  })
}

function said(value: unknown, name: string, field: Omit<Field, 'part'> | undefined, real: Real): unknown {
  const { kind } = field ?? {}
  switch (kind) {
    case 'office':
      return real.office(String(value).startsWith('bbb') ? 'vnm' : 'chn')
    case 'reference':
      return { dossier: real.dossier((field as { plays?: string }).plays ?? null) }
    case 'line':
      return String(value).replaceAll(/\b(aaa|bbb)\b/g, (party) => sideOf(party))
    case 'date':
      return {
        ...(value as object),
        date: dayAfter((value as { date: string }).date, real.now, isPast(field)),
      }
    case 'time':
      return Math.min(
        (value as number) + daysSince(real.now) * DAY,
        isPast(field) ? real.now : Number.MAX_VALUE,
      )
    case 'choice':
      return name === 'decided-at' ? 'ministry' : value
    case 'list': {
      const { row: columns } = field as Extract<Field, { kind: 'list' }>
      return (value as Record<string, unknown>[]).map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([column, one]) => [column, said(one, column, columns[column], real)]),
        ),
      )
    }
    default:
      return value
  }
}

/** A run goes on for weeks, and is played in one day: what has happened in it has happened today at the latest. */
function isPast(field: Omit<Field, 'part'> | undefined): boolean {
  return field !== undefined && 'tense' in field && field.tense === 'past'
}

function daysSince(now: number): number {
  return Math.floor(now / DAY) - Math.floor(START / DAY)
}

/** As many days later as this day is after the run's; a month or a year as what its middle becomes. */
function dayAfter(date: string, now: number, past: boolean): string {
  const whole = `${date}${'-07-15'.slice(date.length === 4 ? 0 : date.length === 7 ? 3 : 6)}`
  const moved = Date.parse(whole) / 1000 + daysSince(now) * DAY
  return new Date((past ? Math.min(moved, now) : moved) * 1000).toISOString().slice(0, date.length)
}
