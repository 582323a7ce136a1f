/** A key file in memory, with keys that cost a hash; those for sealing are real. */
import type { NoteSigner } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import type { KeyUse } from '../keys/key-file.ts'
import { type KeyRing, nameOfKey } from '../keys/key-ring.ts'
import type { OpeningKey } from '../keys/sealing.ts'
import { fakeSigner, sealingKeyOf } from './_world.ts'

export interface MemoryRing extends KeyRing {
  /** The next change of the file fails, before anything is on disk or after all of it is. */
  fails: 'before' | 'after' | null
  /** Keys of the next log, whose name is another by then. */
  renew(): void
  /** What the file opens with: the first key of this log, and of all for receipts. One that was destroyed signs nothing. */
  opened(): { log: NoteSigner; custody: NoteSigner }
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
        if (use === 'seal') return { ...disk, seal: [...disk.seal, sealingKeyOf(`${names.custody} ${made}`)] }
        const name = use === 'log' ? names.log() : names.custody
        return { ...disk, [use]: [...disk[use], { ...fakeSigner(`${name} ${made}`), name }] }
      }),
    renew: () => change(() => ({ ...disk, log: [fakeSigner(names.log())], begun: false })),
    opened: () => ({ log: opened('log', names.log()), custody: opened('custody', names.custody) }),
    certify: () => undefined,
    destroy: (use: KeyUse, name: string) =>
      change(() => ({ ...disk, [use]: disk[use].filter((key) => nameOfKey(key) !== name) })),
  }
  return ring

  function opened(use: 'log' | 'custody', name: string): NoteSigner {
    const first = fakeSigner(name)
    const { ed25519, mlDsa44 } = first
    if (disk[use].some((key) => nameOfKey(key) === nameOfKey(first))) return first
    const sign = destroyed
    return { name, ed25519: { ...ed25519, sign }, mlDsa44: { ...mlDsa44, sign } }
  }
}

function destroyed(): never {
  throw new NodeError({ code: 'key-missing', message: 'this key was changed, and its secret destroyed' })
}
