import instrumentsFile from './instruments.json' with { type: 'json' }
import type { Item, Office, Persona, RelationSeed, Script } from './item.ts'
import officesFile from './offices.json' with { type: 'json' }
import personasFile from './personas.json' with { type: 'json' }
import relationFile from './relation.json' with { type: 'json' }
import requestsFile from './requests.json' with { type: 'json' }

export { checkRecord, type RecordProblem } from './check.ts'
export { RECORD_CODES, type RecordCode, RecordError } from './errors.ts'
export type { Item, Office, Persona, RelationSeed, Script, ScriptedAct, Source } from './item.ts'
export { fieldsOf, loadedAs, referencesIn, resolve, type Step, stepsOf } from './load.ts'

/** The public record of one real pair of states, as far as it is entered. */
export const items = instrumentsFile.items as Item[]

/** The two states' directory of offices. */
export const offices = officesFile.offices as Office[]

/** Invented officers of both sides. */
export const personas = personasFile.personas as Persona[]

/** Invented dossiers of the demonstration. */
export const requests = requestsFile.requests as Script[]

/** What the two nodes of the demonstration agree about each other. */
export const relationSeed = relationFile as RelationSeed & { note: string }
