/** The states of a dossier, and the clocks that run in them. */
import type { Deadline, State } from '../../language/index.ts'
import { own } from '../../language/own.ts'
import { type Chapter, durationIn, fieldIn, fill, statesIn } from './chapter.ts'
import { table } from './markdown.ts'

export function states(chapter: Chapter): string {
  const { procedure, words, say } = chapter
  return table(
    [words.states.state, words.states.waits, words.deadline.deadline],
    Object.entries(procedure.states).map(([name, state]) => [
      say(`/states/${name}`),
      waitsOf(chapter, state),
      clockOf(chapter, state),
    ]),
  )
}

function waitsOf({ words, say }: Chapter, state: State): string {
  if (!('final' in state)) return say(`/sides/${state.waits}`)
  return state.refused ? words.states.refused : words.states.final
}

function clockOf(chapter: Chapter, state: State): string {
  const { procedure, words, say } = chapter
  if ('final' in state) return words.states.noClock
  if (state.deadline === null)
    return `${words.states.noClock}${words.colon}${say(`/because/${state.because}`)}`
  const deadline = own(procedure.deadlines, state.deadline)
  return deadline ? lengthOf(chapter, deadline) : ''
}

export function deadlines(chapter: Chapter): string {
  const { procedure, words, say } = chapter
  const runs = (name: string) =>
    Object.entries(procedure.states).flatMap(([state, of]) =>
      'deadline' in of && of.deadline === name ? [state] : [],
    )
  return table(
    [
      words.deadline.deadline,
      words.deadline.owes,
      words.deadline.length,
      words.deadline.runs,
      words.deadline.basis,
    ],
    Object.entries(procedure.deadlines).map(([name, deadline]) => [
      say(`/deadlines/${name}`),
      say(`/sides/${deadline.owes}`),
      lengthOf(chapter, deadline),
      statesIn(chapter, runs(name)),
      basisOf(chapter, deadline.basis),
    ]),
  )
}

function basisOf({ words }: Chapter, basis: string): string {
  if (basis === 'agreed') return words.deadline.agreed
  return basis === 'proposal' ? words.deadline.proposal : basis
}

function lengthOf(chapter: Chapter, deadline: Deadline): string {
  const { words, say } = chapter
  const { lasts } = deadline
  if (typeof lasts === 'string') return counted(chapter, lasts, deadline.counts)
  if ('until' in lasts) return fill(words.deadline.until, { field: fieldIn(chapter, lasts.until) })
  return Object.entries(lasts.of)
    .map(([choice, each]) => {
      const label = say(`/choices/${lasts.by}/${choice}`)
      return `${label}${words.colon}${counted(chapter, each.lasts, each.counts)}`
    })
    .join(words.semicolon)
}

function counted(chapter: Chapter, lasts: string, counts: Deadline['counts']): string {
  return fill(chapter.words.deadline.counts[counts], { length: durationIn(chapter, lasts) })
}
