import type { Persona } from './demonstration/script.ts'
import type { PublicRecord, RecordFile } from './form.ts'
import offices from './offices.json' with { type: 'json' }
import personasFile from './personas.json' with { type: 'json' }
import contents from './public/contents.json' with { type: 'json' }
import figures from './public/figures.json' with { type: 'json' }
import instruments from './public/instruments.json' with { type: 'json' }
import mechanisms from './public/mechanisms.json' with { type: 'json' }
import meetings from './public/meetings.json' with { type: 'json' }
import series from './public/series.json' with { type: 'json' }
import sources from './public/sources.json' with { type: 'json' }
import relation from './relation.json' with { type: 'json' }

export { scripts } from './demonstration/index.ts'
export { type Moment, said } from './demonstration/said.ts'
export type { Persona, Script } from './demonstration/script.ts'
export { sentencesOf } from './errors.ts'
export {
  expandFields,
  type Item,
  type Office,
  type PublicRecord,
  type Relation,
} from './form.ts'
export { loadedAs, partiesOf, resolve, type Step, wavesOf } from './load.ts'
export { MOST_CHARACTERS } from './parse.ts'
export { type GivenFile, type RecordProblem, readRecord } from './read.ts'
export { recordSchema } from './schema.ts'

/** The files of the public record of one real pair of states; a test reads them as anybody's are read. */
const files = [
  relation,
  offices,
  sources,
  mechanisms,
  series,
  meetings,
  instruments,
  contents,
  figures,
] as unknown as RecordFile[]

/** The public record of one real pair of states. */
export const ownRecord: PublicRecord = {
  relation: files.flatMap((file) => file.relation ?? [])[0] as PublicRecord['relation'],
  offices: files.flatMap((file) => file.offices ?? []),
  sources: Object.assign({}, ...files.map((file) => file.sources ?? {})),
  items: files.flatMap((file) => file.items ?? []),
}

/** Invented officers of both sides. */
export const personas = personasFile.personas as Persona[]
