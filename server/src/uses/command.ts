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

/** Stands in the place of the second person until that person has approved. */
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
  /**
   * The position as the page showed it: `look-again` where something came in between. `null` for machines that just
   * opened the dossier.
   */
  position: string | null
  handling?: Handling
  approver?: string
  on?: Hex
  number?: string
}

/** One entry for each office and opened entry, not for each officer. */
export interface OpenedCommand extends ByAuthor {
  kind: 'opened'
  dossier: Hex
}

/** The act of the clock that is due in a dossier which we keep, whichever it is. */
export interface ClockCommand {
  kind: 'clock'
  request: string
  dossier: Hex
}

/** Files of an entry of the other side are here; the node says so itself. */
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
  /** The decision that it rests on; this part ends, and may name a file of a court. */
  reference: string
  /** The second person, without whom it cannot shorten a stay of ours. */
  approver?: string
  /** Until when our stay stood when the two persons looked at it; 0 for none. */
  over?: number
}

/** Something in an entry of ours is wrong, or is withdrawn. */
export interface RecallCommand extends ByAuthor {
  kind: 'recall'
  dossier: Hex
  on: Hex
  parts: readonly string[]
  ground: RecallGround
  reason: string
  /** The second person, by the same kind of id: a recall without one has no effect. */
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
