/** What was visited of a declaration: every kind of dossier and what leads from one to the next. */
import type { DossierState } from '../run/entry.ts'
import type { Move } from './moves.ts'

/** A move that had effect; of several alike that lead to the same, one. */
export interface Edge {
  /** In which it was made: that of the node, with what is answered added where that could be done first. */
  before: DossierState
  move: Move
  to: Node
}

/** A kind of dossier, by the first one that was found of it. */
export interface Node {
  state: DossierState
  edges: Edge[]
}

export interface Visit {
  nodes: Node[]
  openings: { move: Move; to: Node }[]
  /** Answers to gates, given wherever they could be; nobody says no here but before what is for just that. */
  answers: { before: DossierState; move: Move }[]
}
