import { PATTERNS } from '@counterpart/casework'
import { type Static, Type } from 'typebox'
import { Code, Count, Hash, named, nullable, oneOf, RelationId } from './base.ts'

const bytes = Type.Integer({ minimum: 0, maximum: 2 ** 40 })

const FileValue = named(
  'FileValue',
  {
    name: Type.String(),
    type: Type.String({ description: 'By its content' }),
    bytes,
    digest: Hash,
    salt: Hash,
    key: Hash,
  },
  'The value of a field that holds a file: give it with the act',
)

export const UploadView = named('Upload', {
  id: Type.String(),
  bytes,
  offset: Type.Integer({ minimum: 0, description: 'Bytes that are safe here: go on from there' }),
  state: oneOf(['open', 'scanning', 'ready', 'refused'], {
    description: 'Held for the scanner; to be used in an act; kept out by the scanner',
  }),
  file: nullable(FileValue),
})
export type UploadView = Static<typeof UploadView>

export const Uploading = named('Uploading', {
  relation: RelationId,
  // The same limits as in the field of an act, so that a name is refused before anything was uploaded.
  name: Type.String({ minLength: 1, maxLength: 200, pattern: PATTERNS.line }),
  bytes,
  dossier: Type.Optional(Hash),
  act: Type.Optional(Code),
})
export type Uploading = Static<typeof Uploading>

export const DraftFile = named('DraftFile', {
  digest: Hash,
  name: Type.String(),
  type: Type.String({ description: 'By its content' }),
  bytes,
  shown: Type.Boolean({ description: 'Whether a page may show it by itself, apart from everything else' }),
})

const FILE_WORDS = [
  'on-its-way',
  'scanning',
  'here',
  'held',
  'refused',
  'withheld',
  'absent',
  'destroyed',
] as const

export const RungFile = named('RungFile', {
  digest: Hash,
  size: Type.Integer({ minimum: 1, description: 'Rounded up to a power of two, as the header has it' }),
  name: nullable(Type.String()),
  type: nullable(Type.String({ description: 'By what is in it; null before it is here' })),
  bytes: nullable(bytes),
  state: oneOf(FILE_WORDS, {
    description:
      'How far it is; held: on record by both sides; withheld, absent: as the part with its key, whatever became of it',
  }),
  percent: nullable(Count),
  here: Type.Boolean({ description: 'Whether it can be downloaded from this node' }),
  shown: Type.Boolean({ description: 'Whether a page may show it by itself, apart from everything else' }),
})
export type RungFile = Static<typeof RungFile>
