/** What the demonstration needs beside a record: invented officers and invented dossiers, act by act. */
import type { Level, Party, Role } from '@counterpart/casework'

/** An invented officer; the name says that it is invented. */
export interface Persona {
  id: string
  side: Party
  office: string
  name: string
  roles: Role[]
}

export interface ScriptedAct {
  by: Party
  persona: string
  /** The second person, where the act needs one. */
  approver?: string
  act: string
  /** Seconds before the moment of seeding. */
  ago: number
  /** The act of the script that this one answers, from 0. */
  on?: number
  number?: string
  /** With days, times and dossiers as `said` puts them in. */
  fields: Record<string, unknown>
}

/** Nobody in it is real. */
export interface Script {
  id: string
  /** What it is there to show. */
  shows: string
  procedure: string
  side: Party
  office: string
  to: string
  level: Level
  handling: 'H0' | 'H1' | 'H2' | 'H3'
  number: string
  /** Items of the record, or other scripts, that it is filed under. */
  under: readonly ({ record: string } | { script: string })[]
  acts: ScriptedAct[]
}
