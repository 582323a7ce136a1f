/**
 * Whether an entry of ours still fits into its dossier, asked before it is written. A dossier that holds more than is
 * read at once cannot be read any more. Otherwise somebody could fill one up to the limit and have our next entry close
 * it, even one that only says that an officer opened it.
 */
import { NodeError } from '../../errors.ts'
import type { RoomLeft } from '../../store/large.ts'
import { partWeight } from '../../store/part-weight.ts'
import type { Reader } from '../../store/store.ts'
import type { Written } from '../log/compose.ts'

/** So many entries always fit with one of ours, whatever they hold. */
const FEW = 2
/** More than what a stored part takes beside its bytes. */
const BESIDE = 256

export interface Room {
  /** `known`: entries that the dossier has. @throws NodeError `dossier-too-large` */
  take(dossier: string, known: number, written: Written): Promise<void>
}

/** For one commit: its own entries count too. */
export function newRoom(reader: Pick<Reader, 'roomIn'>): Room {
  const left = new Map<string, RoomLeft>()
  return {
    async take(dossier, known, { bytes, parts }) {
      if (known < FEW) return
      const room = left.get(dossier) ?? (await reader.roomIn([dossier]))
      const after: RoomLeft = {
        entries: room.entries - 1,
        headers: room.headers - bytes.length,
        bodies: parts.reduce((sum, part) => sum - partWeight(part) - BESIDE, room.bodies),
      }
      if (Math.min(after.entries, after.headers, after.bodies) < 0)
        throw new NodeError({
          code: 'dossier-too-large',
          message: 'the dossier has no room for one more entry',
        })
      left.set(dossier, after)
    },
  }
}
