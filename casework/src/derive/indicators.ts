/** Figures of dossiers, counted from effective acts and nothing else, so the same on both sides. */
import type { Procedure } from '../language/index.ts'
import { clockState } from '../run/due.ts'
import type { DossierState } from '../run/entry.ts'

export type Value = { kind: 'count'; count: number } | { kind: 'time'; seconds: number | null }

/** The part of a dossier's state that is read. */
export type Counted = Pick<DossierState, 'current' | 'clock' | 'closed'>

/**
 * By indicator of the declaration. A time is `null` until both ends of it have effect. Numbers that are summed are
 * shown where they are kept up: in a review.
 */
export function indicatorsOf(procedure: Procedure, state: Counted): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(procedure.indicators).flatMap(([name, indicator]): [string, Value][] => {
      if ('sum' in indicator) return []
      return [
        'count' in indicator
          ? [name, { kind: 'count', count: countOf(state, indicator.count) }]
          : [name, { kind: 'time', seconds: secondsOf(state, ...indicator.time) }],
      ]
    }),
  )
}

function countOf(state: Counted, acts: readonly string[]): number {
  return acts.reduce((sum, act) => sum + (currentOf(state, act)?.count ?? 0), 0)
}

function secondsOf(state: Counted, from: string, to: readonly string[]): number | null {
  const began = currentOf(state, from)?.first
  if (began === undefined) return null
  const ends = to.flatMap((act) => currentOf(state, act)?.first ?? []).filter((time) => time >= began)
  return ends.length === 0 ? null : Math.min(...ends) - began
}

function currentOf(state: Counted, act: string): DossierState['current'][string] | undefined {
  return Object.hasOwn(state.current, act) ? state.current[act] : undefined
}

export type Total =
  | { kind: 'count'; count: number; dossiers: number }
  /** `dossiers`: how many have a time. */
  | { kind: 'time'; dossiers: number; least: number | null; median: number | null; most: number | null }

/**
 * The figures of many dossiers of one procedure. The first four of them read the indicators `asked`,
 * `answered`, `refused` and `answer-time`, which a procedure declares when pages shall show them.
 */
export interface Figures {
  asked: number
  answered: number
  refused: number
  open: number
  overdue: number
  medianAnswerSeconds: number | null
  indicators: Record<string, Total>
}

/** `now`: seconds UTC, only for what is overdue at this moment. */
export function figuresOf(procedure: Procedure, states: readonly Counted[], now: number): Figures {
  const each = states.map((state) => indicatorsOf(procedure, state))
  const indicators = Object.fromEntries(
    Object.entries(procedure.indicators).flatMap(([name, indicator]) =>
      'sum' in indicator
        ? []
        : [[name, 'count' in indicator ? totalCount(each, name) : totalTime(each, name)]],
    ),
  )
  const answerTime = indicators['answer-time']
  return {
    asked: dossiersOf(indicators.asked),
    answered: dossiersOf(indicators.answered),
    refused: dossiersOf(indicators.refused),
    open: states.filter((state) => state.closed === null).length,
    overdue: states.filter((state) => state.closed === null && clockState(state.clock, now) === 'late')
      .length,
    medianAnswerSeconds: answerTime?.kind === 'time' ? answerTime.median : null,
    indicators,
  }
}

function dossiersOf(total: Total | undefined): number {
  return total?.kind === 'count' ? total.dossiers : 0
}

function totalCount(each: readonly Record<string, Value>[], name: string): Total {
  const counts = each.flatMap((values) => {
    const value = values[name]
    return value?.kind === 'count' && value.count > 0 ? [value.count] : []
  })
  return { kind: 'count', count: counts.reduce((sum, count) => sum + count, 0), dossiers: counts.length }
}

function totalTime(each: readonly Record<string, Value>[], name: string): Total {
  const times = each.flatMap((values) => {
    const value = values[name]
    return value?.kind === 'time' && value.seconds !== null ? [value.seconds] : []
  })
  times.sort((a, b) => a - b)
  return {
    kind: 'time',
    dossiers: times.length,
    least: times[0] ?? null,
    median: medianOf(times),
    most: times.at(-1) ?? null,
  }
}

/** The median of numbers in ascending order; between two middle ones, the whole seconds below their mean. */
export function medianOf(sorted: readonly number[]): number | null {
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.floor((sorted.length - 1) / 2)]
  return upper === undefined || lower === undefined ? null : lower + Math.floor((upper - lower) / 2)
}
