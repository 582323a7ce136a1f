/** The part of a writer that takes away what is not to be there. */
import { NodeError } from '../../errors.ts'
import type { Orphan } from '../as-stored.ts'
import type { PartName } from '../store.ts'
import { MemoryReader } from './reader.ts'

export class MemoryMender extends MemoryReader {
  /** Nothing of another hand is here. */
  dropBeyond(_side: string): Promise<void> {
    return this.call('dropBeyond', () => undefined)
  }

  /** What is destroyed here is gone. */
  revivePart(_part: PartName): Promise<void> {
    return this.call('revivePart', () => {
      throw new NodeError({ code: 'internal', message: 'store: a part that was destroyed' })
    })
  }

  dropHead(side: string, size: number): Promise<void> {
    return this.call('dropHead', () => {
      const key = `${this.own(side) ? 'ours' : 'theirs'} ${size}`
      for (const rows of [this.rows.notes, this.rows.cosignatures]) rows.drop(key, this.version)
    })
  }

  dropOrphan(orphan: Orphan): Promise<void> {
    return this.call('dropOrphan', () => {
      if (this.isLed(orphan))
        throw new NodeError({ code: 'internal', message: 'store: an entry leads there' })
      if (orphan.table === 'part') {
        const { id, name } = orphan
        const parts = [...(this.rows.parts.get(id, this.version) ?? [])]
        this.rows.parts.set(id, new Map(parts.filter(([one]) => one !== name)), this.version)
      } else this.rows[orphan.table === 'dossier' ? 'dossiers' : 'judged'].drop(orphan.id, this.version)
    })
  }
}
