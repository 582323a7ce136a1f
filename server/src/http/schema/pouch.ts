import { type Static, Type } from 'typebox'
import { DISC_FILE, LARGEST_FILE, SMALLEST_FILE } from '../../pouch/limits.ts'
import { Count, Hash, named, nullable, Seconds, shape } from './base.ts'

const Place = shape({ start: Count, end: Count }, { description: 'Sizes of the log before and after it' })
const Carried = shape({ at: Seconds, start: Count, end: Count })

export const PouchView = named(
  'Pouch',
  {
    receipted: Type.Integer({
      minimum: 0,
      description: 'Entries of our log that the other side has receipted',
    }),
    size: Count,
    waiting: Type.Integer({ minimum: 0, description: 'Acts of ours without a receipt' }),
    oldest: nullable(Seconds),
    held: Type.Integer({ minimum: 0, description: 'Entries of the other side that are held here' }),
    aside: Type.Array(Place, { description: 'What waits for a part before it' }),
    out: nullable(Carried),
    in: nullable(Carried),
    sizes: shape(
      { smallest: Count, disc: Count, largest: Count },
      { description: 'Bytes a file may have: at least, for a disc, for a stick' },
    ),
  },
  'What is to be carried on a medium, and what was',
)
export type PouchView = Static<typeof PouchView>

export const POUCH_SIZES: PouchView['sizes'] = {
  smallest: SMALLEST_FILE,
  disc: DISC_FILE,
  largest: LARGEST_FILE,
}

export const PouchFile = named('PouchFile', {
  name: Type.String(),
  start: Count,
  end: Count,
  part: Type.Integer({ minimum: 1 }),
  of: Type.Integer({ minimum: 1 }),
  bytes: Type.Integer({ minimum: 0, description: 'At the most' }),
  pieces: Type.Optional(
    shape(
      { leaf: Hash, digest: Hash, offset: Count, bytes: Count },
      { description: 'Pieces of files alone: where they begin, and how many bytes they are' },
    ),
  ),
})

export const PouchTaken = named(
  'PouchTaken',
  {
    fresh: Type.Integer({ minimum: 0, description: 'Entries that were new' }),
    held: Type.Integer({ minimum: 0, description: 'Entries that were held already' }),
    aside: Type.Integer({ minimum: 0, description: 'Entries that wait for a part before them' }),
    receipted: Type.Union([Count, Type.Null()], {
      description: 'Size of our log that the other side holds, when the receipt for it came',
    }),
    pieces: Type.Integer({ minimum: 0, description: 'Pieces of files that were new' }),
    early: Type.Integer({
      minimum: 0,
      description: 'Pieces of files that no entry held here names: to be read again once it is',
    }),
    passed: Type.Integer({
      minimum: 0,
      description: 'Pieces of files that are here already, or of files that are not kept here',
    }),
    refused: Type.Union([Type.String(), Type.Null()], {
      description: 'Why the rest was not taken; what was taken before stays',
    }),
  },
  'What one file brought',
)
