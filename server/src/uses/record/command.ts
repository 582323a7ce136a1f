/** What an officer asks a node to record. Who may ask is settled before it comes here. */
import type { Level, RecallGround, Reserved, StayGround } from '@counterpart/casework'
import type { Handling, Hex } from '@counterpart/protocol'

export interface Author {
  /** Code of the office that acts. */
  office: string
  /** Random id made for this relation; the table behind it stays at home. */
  officer: string
  level: Level
  roles: readonly string[]
}

/** Before the second person has approved, what stands where that person's id will. */
export const NOBODY = '0'.repeat(32)

interface ByAuthor {
  /** Chosen by the asker: the same request is recorded once, whatever happens on the way. */
  request: string
  author: Author
}

export interface OpenCommand extends ByAuthor {
  kind: 'open'
  procedure: Hex
  act: string
  fields: Readonly<Record<string, unknown>>
  handling: Handling
  /** The other person of a two-person act, by the same kind of id. */
  approver?: string
  on?: Hex
  /** `number`, `level`, `to`, `from`, `under`. */
  reserved?: Reserved
}

export interface ActCommand extends ByAuthor {
  kind: 'act'
  dossier: Hex
  act: string
  fields: Readonly<Record<string, unknown>>
  /** As the page showed it; when something came in between, `look-again`. `null` for machines that just opened it. */
  position: string | null
  handling?: Handling
  approver?: string
  on?: Hex
  number?: string
}

/** One for each office and entry, not for each officer. */
export interface OpenedCommand extends ByAuthor {
  kind: 'opened'
  dossier: Hex
}

/** What time alone causes in a dossier that we keep: the act that is due, whichever it is. */
export interface ClockCommand {
  kind: 'clock'
  request: string
  dossier: Hex
}

/** Files of an entry of the other side are here; the node says so by itself. */
export interface HeldCommand {
  kind: 'held'
  request: string
  dossier: Hex
  on: Hex
  files: readonly Hex[]
}

/** A court or an authority wants a dossier kept; 0 takes an earlier stay back. */
export interface StayCommand extends ByAuthor {
  kind: 'stay'
  dossier: Hex
  until: number
  ground: StayGround
  /** Which decision it rests on; it ends, and may name a file of a court. */
  reference: string
  /** The other person, without whom it shortens no stay of ours. */
  approver?: string
  /** Until when ours stood, 0 for none, as the two looked at it. */
  over?: number
}

/** What an entry of ours says is wrong, or is withdrawn. */
export interface RecallCommand extends ByAuthor {
  kind: 'recall'
  dossier: Hex
  on: Hex
  parts: readonly string[]
  ground: RecallGround
  reason: string
  /** The other person, by the same kind of id as the author: without one it has no effect. */
  approver?: string
}

/** An office has taken note of a recall of theirs. */
export interface NotedCommand extends ByAuthor {
  kind: 'noted'
  dossier: Hex
  on: Hex
}

export type RetentionCommand = StayCommand | RecallCommand | NotedCommand

export type Command = OpenCommand | ActCommand | OpenedCommand | ClockCommand | HeldCommand | RetentionCommand

export interface Recorded {
  kind: 'recorded'
  dossier: Hex
  leaf: Hex
  index: number
  word: 'recorded'
}
