/** A key file in memory, with keys that cost a hash; those for sealing are real. */
import { randomBytes } from 'node:crypto'
import { NodeError } from '../errors.ts'
import type { KeyUse } from '../keys/key-file.ts'
import { type KeyRing, nameOfKey } from '../keys/key-ring.ts'
import { type OpeningKey, openingKey } from '../keys/sealing.ts'
import { fakeSigner } from './_world.ts'

export interface MemoryRing extends KeyRing {
  /** The next change of the file fails, before anything is on disk or after all of it is. */
  fails: 'before' | 'after' | null
}

export function memoryRing(names: { log(): string; custody: string }, seal: OpeningKey[] = []): MemoryRing {
  let disk = { log: [fakeSigner(names.log())], custody: [fakeSigner(names.custody)], seal, begun: false }
  let made = 0
  const change = (how: () => typeof disk): void => {
    const { fails } = ring
    ring.fails = null
    const failure = new NodeError({ code: 'disk-full' })
    if (fails === 'before') throw failure
    disk = how()
    if (fails === 'after') throw failure
    Object.assign(ring, disk)
  }
  const ring: MemoryRing = {
    ...disk,
    fails: null,
    reload: () => void Object.assign(ring, disk),
    begin: () => change(() => ({ ...disk, begun: true })),
    make: (use: KeyUse) =>
      change(() => {
        made += 1
        if (use === 'seal') return { ...disk, seal: [...disk.seal, openingKey(randomBytes(32))] }
        const name = use === 'log' ? names.log() : names.custody
        return { ...disk, [use]: [...disk[use], { ...fakeSigner(`${name} ${made}`), name }] }
      }),
    certify: () => undefined,
    destroy: (use: KeyUse, name: string) =>
      change(() => ({ ...disk, [use]: disk[use].filter((key) => nameOfKey(key) !== name) })),
  }
  return ring
}
