/** A reader that gives no part but as its header commits to it: what is folded from another says nothing. */
import { partDigest } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import type { PartState, Reader } from '../store/store.ts'
import { readHeader } from '../uses/log/entry.ts'

/** Reading through it may throw `entry-damaged`. */
export function withSoundParts(reader: Reader): Reader {
  const parts = async (leaves: string[]) => {
    const found = await reader.parts(leaves)
    for (const [leaf, states] of found) {
      const entry = await reader.entryByLeaf(leaf)
      const header = entry && readHeader(entry.bytes)
      for (const { name, digest } of header?.parts ?? [])
        if (
          !isSound(
            states.find((state) => state.name === name),
            digest,
          )
        )
          throw new NodeError({
            code: 'entry-damaged',
            message: 'a stored part is not what was committed to',
          })
    }
    return found
  }
  return new Proxy(reader, {
    get(target, name: keyof Reader) {
      if (name === 'parts') return parts
      const method = target[name]
      return typeof method === 'function' ? method.bind(target) : method
    },
  })
}

export function isSound(part: PartState | undefined, digest: string): boolean {
  if (part === undefined) return false
  // The kept part is never destroyed (RETENTION-9): a row that says so would change verdicts on this side alone.
  if (part.state === 'destroyed') return part.name !== 'kept'
  if (part.state !== 'held') return true
  return part.salt.length === 32 && partDigest(part.salt, part.bytes) === digest
}
