/** What the operator's socket takes and gives: the relations and their starts, and two operators' word for one. */
import { type Static, Type } from 'typebox'

const line = (most: number) => Type.String({ minLength: 1, maxLength: most, pattern: '\\S' })

export const Confirmation = Type.Object(
  {
    relation: line(100),
    operators: Type.Tuple([line(200), line(200)]),
    /** How they know that no older copy was brought back. */
    checked: line(2000),
  },
  { additionalProperties: false },
)
export type Confirmation = Static<typeof Confirmation>

export const Start = Type.Object({
  relation: Type.String(),
  start: Type.Enum(['waiting', 'confirmed', 'rolled-back']),
  restored: Type.Enum(['no', 'unheard', 'heard']),
  /** Two operators have confirmed it, and the next epoch is still to begin. */
  renewing: Type.Boolean(),
  /** What the line says. */
  held: Type.Union([Type.String(), Type.Null()]),
  /** What no word of operators is enough for. */
  blocked: Type.Union([Type.Null(), Type.Enum(['restored', 'log-begun', 'given-differs'])]),
  /** The source that shows this node to be an older copy, and the size it showed. */
  older: Type.Union([
    Type.Null(),
    Type.Object({
      by: Type.Enum(['counterpart', 'high-water', 'itself']),
      epoch: Type.Integer(),
      size: Type.Integer(),
    }),
  ]),
  /** The log that begins next is signed by a key on the disk, where a token's signed before. */
  leavesToken: Type.Boolean(),
  /** Entries of our log, and the time of the last. */
  ours: Type.Object({ size: Type.Integer(), time: Type.Integer() }),
  theirs: Type.Object({ size: Type.Integer(), time: Type.Integer() }),
  /** Seconds that the other side's clock is ahead of ours, as it last stated; `null` within the tolerance. */
  clockDifference: Type.Union([Type.Integer(), Type.Null()]),
  /** Seconds that our log is dated ahead of our clock; `null` within the tolerance, or once two operators have said why. */
  logAhead: Type.Union([Type.Integer(), Type.Null()]),
})
export type Start = Static<typeof Start>
