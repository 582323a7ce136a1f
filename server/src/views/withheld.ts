/**
 * What a backup still holds may have been destroyed on both sides since, and only the counterpart's log says so: until
 * that is here, a node that was brought back shows nothing that could have been.
 */
import { KEPT } from '@counterpart/casework'
import type { StoredPart } from '../store/as-stored.ts'
import type { PartState, Reader } from '../store/store.ts'
import type { Relation } from '../uses/relation.ts'

export function isWithheld({ restored, start }: Relation): boolean {
  return restored !== 'no' || start === 'rolled-back'
}

/** Whether one of the parts of an entry, as they are read, may be there and is not shown. */
export function hidesPart(relation: Relation, parts: readonly Pick<StoredPart, 'state'>[]): boolean {
  return isWithheld(relation) && parts.some(({ state }) => state === 'absent')
}

type Named = Pick<PartState, 'name' | 'state'>

function hidden<P extends Named>(part: P): P | Named {
  return part.state === 'held' && part.name !== KEPT ? { name: part.name, state: 'absent' } : part
}

/** Reads every part but the kept one as if its author had not given it. */
export function withheld(reader: Reader): Reader {
  const bare = <P extends StoredPart>(parts: readonly P[]) =>
    parts.map((part) =>
      part.state === 'held' && part.name !== KEPT ? { name: part.name, state: 'absent' as const } : part,
    )
  const reading: Partial<Reader> = {
    parts: async (leaves) =>
      new Map([...(await reader.parts(leaves))].map(([leaf, parts]) => [leaf, bare(parts)])),
    partStates: async (leaves) =>
      new Map([...(await reader.partStates(leaves))].map(([leaf, states]) => [leaf, states.map(hidden)])),
    storedParts: async (leaf) => bare(await reader.storedParts(leaf)),
  }
  return new Proxy(reader, {
    get(target, name: keyof Reader) {
      const method = reading[name] ?? target[name]
      return typeof method === 'function' ? method.bind(target) : method
    },
  })
}
