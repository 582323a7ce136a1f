/** The part of a writer that puts back what was damaged, but what a writer carries itself: heads and parts. */
import type { Orphan } from '../as-stored.ts'
import type { CheckpointRow, DeletionRow, EntryRow, EpochRow, FileRow, NodeRow, PartName } from '../store.ts'
import { mendFile } from './files.ts'
import {
  dropBeyond,
  dropDeletion,
  dropHead,
  dropOrphan,
  mendCheckpoint,
  mendEntry,
  mendEpoch,
  mendNodes,
  revivePart,
} from './mend.ts'
import { PostgresReader } from './reader.ts'

export class PostgresMender extends PostgresReader {
  async mendEntry(row: EntryRow, epoch: number): Promise<void> {
    const parts = await this.storedParts(row.leaf)
    await mendEntry(this.session, this.relation, this.own(row.side), epoch, row, parts)
  }

  async mendNodes(side: string, epoch: number, nodes: NodeRow[]): Promise<void> {
    await mendNodes(this.session, this.relation, this.own(side), epoch, nodes)
  }

  async mendCheckpoint(row: CheckpointRow, epoch: number): Promise<void> {
    await mendCheckpoint(this.session, this.relation, this.own(row.side), epoch, row)
  }

  async mendEpoch(row: EpochRow): Promise<void> {
    await mendEpoch(this.session, this.relation, this.own(row.side), row)
  }

  async mendFile(row: FileRow): Promise<void> {
    this.checked(() => mendFile(this.session, this.relation, row))
  }

  async dropDeletion(row: Pick<DeletionRow, 'side' | 'leaf' | 'name'>): Promise<void> {
    this.checked(() => dropDeletion(this.session, this.relation, this.own(row.side), row))
  }

  async dropBeyond(side: string): Promise<void> {
    await dropBeyond(this.session, this.relation, this.own(side))
  }

  async dropHead(side: string, size: number): Promise<void> {
    await dropHead(this.session, this.relation, this.own(side), size)
  }

  async revivePart(part: PartName): Promise<void> {
    await revivePart(this.session, this.relation, part)
  }

  async dropOrphan(orphan: Orphan): Promise<void> {
    await dropOrphan(this.session, this.relation, orphan)
  }

  /** What a write refuses breaks the transaction, as what the server refuses does. */
  protected checked(write: () => void): void {
    try {
      write()
    } catch (error) {
      this.session.break(error)
      throw error
    }
  }
}
