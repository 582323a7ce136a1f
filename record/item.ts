import type { Level, Party, Role, TextValue } from '@counterpart/casework'

/** Where what an item says can be read. */
export interface Source {
  publisher: TextValue
  date?: { date: string; inferred?: string }
  title: string
  /** Line of the text as it was published. */
  line?: number
}

/**
 * One thing of a public record: a dossier as a side would open it. Inside `fields`, `{ "record": "id" }`
 * stands wherever a field refers to another dossier of the record.
 */
export interface Item {
  /** Fixed: loading again finds the dossier by it. */
  id: string
  procedure: string
  /** The act that opens the dossier. */
  act: string
  /** The act by which the other side confirms, if it does. */
  confirm?: string
  /** Who opens; needed only where the procedure leaves it open. */
  side?: Party
  level: Level
  sources: Source[]
  fields: Record<string, unknown>
}

export interface Office {
  code: string
  side: Party
  level: Level
  name: Record<string, string>
  /** Codes of offices of the other side; many to many. */
  faces: string[]
  note?: string
}

/** An invented officer of the demonstration. */
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
  fields: Record<string, unknown>
}

/** An invented dossier of the demonstration, act by act. */
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
  under: { record: string; content?: string }[]
  acts: ScriptedAct[]
}

/** What the nodes of the demonstration tell each other about themselves. */
export interface RelationSeed {
  relation: string
  title: TextValue
  'legal-basis': TextValue
  /** `short`: what people call it every day. */
  parties: { code: Party; name: TextValue; short: { en: string; vi: string; 'zh-Hans': string } }[]
  offsets: { party: Party; seconds: number }[]
  holidays: { party: Party; date: { date: string } }[]
  parameters: { name: string; counts: string; lasts: string; basis: TextValue }[]
}
