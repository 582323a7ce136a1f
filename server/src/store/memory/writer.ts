/** Writes the version after the committed one; nobody else sees it before the commit. */
import { type TallyChange, tallySum } from '@counterpart/casework'
import { NodeError } from '../../errors.ts'
import {
  begunEpoch,
  checkAppend,
  checkDestroy,
  checkFile,
  checkPartName,
  closedHead,
  isLeaf,
  weightOf,
} from '../continues.ts'
import { checkMended, checkMendedEpoch } from '../mended.ts'
import { withSum } from '../row-sum.ts'
import type {
  AnnouncedRow,
  ApartRow,
  CheckpointRow,
  ClosingQuestion,
  DeletionRow,
  DossierRow,
  EntryRow,
  EpochRow,
  Falling,
  FileRow,
  FileState,
  JudgedRow,
  LogHead,
  NodeRow,
  PartName,
  PartRow,
  StampRow,
  WitnessedRow,
  Writer,
} from '../store.ts'
import { keepApart } from './apart.ts'
import { keepClosingTime, keepEpoch } from './epochs.ts'
import { MemoryMender } from './mender.ts'
import { copyHead } from './reader.ts'
import { type PartKept, place } from './rows.ts'

export class MemoryWriter extends MemoryMender implements Writer {
  async send(): Promise<void> {}

  append(
    side: string,
    entries: EntryRow[],
    parts: PartRow[],
    nodes: NodeRow[],
    head: LogHead,
  ): Promise<void> {
    return this.call('append', () => {
      const { log, own } = this.log(side)
      const heads = this.now()
      checkAppend(side, own ? heads.ours : heads.theirs, entries, parts, nodes, head)
      for (const entry of entries) {
        log.entries.push({ ...entry })
        log.weights.push(weightOf(entry, parts))
        place(this.rows.byLeaf, entry.leaf, { own, index: entry.index })
        if (entry.dossier !== null) place(this.rows.byDossier, entry.dossier, { own, index: entry.index })
      }
      for (const { level, index, hash } of nodes) log.nodes.set(`${head.epoch}:${level}:${index}`, hash)
      this.#give(parts)
      this.#head(side, () => head)
    })
  }

  closeEpoch(side: string, stated?: number): Promise<void> {
    return this.call('closeEpoch', () => this.#head(side, (head) => closedHead(head, stated)))
  }

  reopenEpoch(side: string): Promise<void> {
    return this.call('reopenEpoch', () => this.#head(side, (head) => ({ ...head, closed: false })))
  }

  beginEpoch(row: EpochRow): Promise<void> {
    return this.call('beginEpoch', () => {
      this.#head(row.side, (head) => begunEpoch(row, head))
      keepEpoch(this.rows, this.version, row)
    })
  }

  putClosingTime(row: ClosingQuestion, most: number): Promise<void> {
    return this.call('putClosingTime', () => keepClosingTime(this.rows, this.version, row, most))
  }

  putApart(rows: ApartRow[], parts: PartRow[]): Promise<void> {
    return this.call('putApart', () => {
      keepApart(this.rows, this.version, rows, parts)
      this.#give(parts)
    })
  }

  putCheckpoint(row: CheckpointRow): Promise<void> {
    return this.call('putCheckpoint', () => {
      const { log, own } = this.log(row.side)
      const key = `${own ? 'ours' : 'theirs'} ${row.size}`
      if (this.rows.notes.get(key, this.version) === undefined) {
        this.rows.notes.set(key, row.note, this.version)
        log.sizes.push(row.size)
        if ((log.sizes.at(-2) ?? -1) > row.size) log.sizes.sort((a, b) => a - b)
      }
      if (row.cosignature !== null) this.#cosign(key, row.cosignature)
    })
  }

  putCosignature(side: string, size: number, cosignature: string): Promise<void> {
    return this.call('putCosignature', () =>
      this.#cosign(`${this.own(side) ? 'ours' : 'theirs'} ${size}`, cosignature),
    )
  }

  putJudged(rows: JudgedRow[]): Promise<void> {
    return this.call('putJudged', () => {
      for (const row of rows) {
        if (!isLeaf(row.leaf))
          throw new NodeError({ code: 'internal', message: 'store: a leaf that is no hash' })
        this.rows.judged.set(row.leaf, { ...row }, this.version)
      }
    })
  }

  putFiles(rows: FileRow[]): Promise<void> {
    return this.call('putFiles', () => {
      for (const row of rows) {
        checkFile(row)
        const there = this.rows.files.get(row.leaf, this.version) ?? []
        if (there.some(({ digest }) => digest === row.digest)) continue
        this.rows.files.set(row.leaf, [...there, { ...row }], this.version)
      }
    })
  }

  moveFile(leaf: string, digest: string, from: FileState[], to: FileState): Promise<void> {
    return this.call('moveFile', () => {
      const rows = this.rows.files.get(leaf, this.version) ?? []
      const moved = rows.map((row) =>
        row.digest === digest && from.includes(row.state) ? { ...row, state: to } : row,
      )
      if (rows.length > 0) this.rows.files.set(leaf, moved, this.version)
    })
  }

  putDossier(row: DossierRow): Promise<void> {
    return this.call('putDossier', () => {
      if (!isLeaf(row.id))
        throw new NodeError({ code: 'internal', message: 'store: a dossier id that is no hash' })
      this.rows.dossiers.set(row.id, withSum(JSON.stringify(row)), this.version)
    })
  }

  putAnswered(request: string, answer: unknown): Promise<void> {
    return this.call('putAnswered', () => {
      if (this.rows.answers.get(request, this.version) !== undefined) {
        throw new NodeError({ code: 'internal', message: 'store: a request answered twice' })
      }
      this.rows.answers.set(request, JSON.stringify(answer), this.version)
    })
  }

  resetTally(rule: number): Promise<void> {
    return this.call('resetTally', () => {
      for (const [key] of this.rows.tally.values(this.version)) this.rows.tally.drop(key, this.version)
      this.rows.tallyRule.set('', rule, this.version)
    })
  }

  addTally(changes: readonly TallyChange[]): Promise<void> {
    return this.call('addTally', () => {
      for (const one of tallySum(changes)) {
        const { parent, day, procedure, side, level, measure, count, seconds } = one
        const key = JSON.stringify([parent, day, procedure, side, level, measure])
        const kept = this.rows.tally.get(key, this.version)
        const sum = kept ? { ...kept, count: kept.count + count, seconds: kept.seconds + seconds } : one
        this.rows.tally.set(key, sum, this.version)
      }
    })
  }

  putWitnessed(row: WitnessedRow): Promise<void> {
    return this.call('putWitnessed', () => {
      const key = JSON.stringify([row.witness, row.at])
      if (this.rows.witnessed.get(key, this.version) === undefined)
        this.rows.witnessed.set(key, { ...row }, this.version)
    })
  }

  putStamp(row: StampRow): Promise<void> {
    return this.call('putStamp', () => {
      const key = JSON.stringify([row.authority, row.at])
      if (this.rows.stamps.get(key, this.version) === undefined)
        this.rows.stamps.set(key, { ...row, token: row.token.slice() }, this.version)
    })
  }

  putAnnounced(row: AnnouncedRow): Promise<void> {
    return this.call('putAnnounced', () => {
      if (this.rows.announced.get(row.leaf, this.version) === undefined)
        this.rows.announced.set(row.leaf, { ...row, bytes: row.bytes.slice() }, this.version)
    })
  }

  dropAnnounced(size: number, heard: number, leaves: readonly string[] = []): Promise<void> {
    return this.call('dropAnnounced', () => {
      for (const [leaf, row] of this.rows.announced.values(this.version))
        if ((row.size <= size && !leaves.includes(leaf)) || row.at <= heard)
          this.rows.announced.drop(leaf, this.version)
    })
  }

  putIncident(at: number, code: string, detail: unknown): Promise<void> {
    return this.call('putIncident', () => {
      const all = this.rows.incidents.get('', this.version) ?? []
      const row = { at, code, detail: JSON.parse(JSON.stringify(detail ?? null)) as unknown }
      this.rows.incidents.set('', [...all, row], this.version)
    })
  }

  putAbsent(parts: PartName[]): Promise<void> {
    return this.call('putAbsent', () => {
      for (const part of parts) {
        checkPartName(part)
        this.#part(part, (kept) => ({ ...kept, absent: true }))
      }
    })
  }

  putDeletions(rows: DeletionRow[]): Promise<void> {
    return this.call('putDeletions', () => {
      for (const row of rows) {
        checkPartName(row)
        const there = this.rows.deletions.get(row.leaf, this.version) ?? []
        if (there.some(({ side, name }) => side === row.side && name === row.name)) continue
        this.rows.deletions.set(row.leaf, [...there, { ...row }], this.version)
      }
    })
  }

  putFalling(dossier: string, falling: Falling | null): Promise<void> {
    return this.call('putFalling', () => {
      if (!isLeaf(dossier))
        throw new NodeError({ code: 'internal', message: 'store: a dossier id that is no hash' })
      if (falling === null) this.rows.falling.drop(dossier, this.version)
      else this.rows.falling.set(dossier, { ...falling }, this.version)
    })
  }

  destroyParts(parts: PartName[]): Promise<void> {
    return this.call('destroyParts', () => {
      checkDestroy(parts)
      for (const part of parts) this.#part(part, (kept) => ({ ...kept, given: null, destroyed: true }))
    })
  }

  mendEntry(row: EntryRow, epoch: number): Promise<void> {
    return this.call('mendEntry', () => {
      const { log, own } = this.log(row.side)
      const was = log.entries[row.index]
      const base = this.rows.epochs.get(`${row.side} ${epoch}`, this.version)?.base ?? 0
      const node = log.nodes.get(`${epoch}:0:${row.index - base}`)
      checkMended(row, was?.leaf, node)
      this.rows.mended.push(() => {
        if (was === undefined) delete log.entries[row.index]
        else log.entries[row.index] = was
      })
      log.entries[row.index] = { ...row }
      for (const [index, key] of [
        [this.rows.byLeaf, row.leaf],
        [this.rows.byDossier, row.dossier],
      ] as const) {
        const at = { own, index: row.index }
        const known =
          key === null || index.get(key)?.some((one) => one.own === own && one.index === row.index)
        if (!known && key !== null) place(index, key, at)
      }
    })
  }

  mendNodes(side: string, epoch: number, nodes: NodeRow[]): Promise<void> {
    return this.call('mendNodes', () => {
      const { log } = this.log(side)
      for (const { level, index, hash } of nodes) {
        const key = `${epoch}:${level}:${index}`
        const was = log.nodes.get(key)
        this.rows.mended.push(() => {
          if (was) log.nodes.set(key, was)
          else log.nodes.delete(key)
        })
        log.nodes.set(key, hash)
      }
    })
  }

  mendCheckpoint(row: CheckpointRow, _epoch: number): Promise<void> {
    return this.call('mendCheckpoint', () => {
      const { log, own } = this.log(row.side)
      const key = `${own ? 'ours' : 'theirs'} ${row.size}`
      if (!log.sizes.includes(row.size)) {
        log.sizes.push(row.size)
        log.sizes.sort((a, b) => a - b)
      }
      this.rows.notes.set(key, row.note, this.version)
      if (row.cosignature !== null) this.rows.cosignatures.set(key, row.cosignature, this.version)
    })
  }

  mendEpoch(row: EpochRow): Promise<void> {
    return this.call('mendEpoch', () => {
      checkMendedEpoch(row, this.log(row.side).log.entries[row.base])
      this.rows.epochs.set(`${row.side} ${row.number}`, structuredClone(row), this.version)
    })
  }

  mendFile(row: FileRow): Promise<void> {
    return this.call('mendFile', () => {
      checkFile(row)
      const others = (this.rows.files.get(row.leaf, this.version) ?? []).filter(
        ({ digest }) => digest !== row.digest,
      )
      this.rows.files.set(row.leaf, [...others, { ...row }], this.version)
    })
  }

  dropDeletion({ side, leaf, name }: Pick<DeletionRow, 'side' | 'leaf' | 'name'>): Promise<void> {
    return this.call('dropDeletion', () => {
      const rows = this.rows.deletions.get(leaf, this.version) ?? []
      const { log } = this.log(side)
      const isLed = (record: string) =>
        log.entries.some((entry) => entry?.leaf === record && entry.kind === 'destroyed')
      const left = rows.filter((row) => row.side !== side || row.name !== name || isLed(row.record))
      if (left.length > 0) this.rows.deletions.set(leaf, left, this.version)
      else this.rows.deletions.drop(leaf, this.version)
    })
  }

  mendPart(part: PartRow): Promise<void> {
    return this.call('mendPart', () => {
      checkPartName(part)
      this.#part(part, (kept) => (kept.destroyed ? kept : { ...kept, given: { ...part } }))
    })
  }

  mendHead(side: string, head: LogHead): Promise<void> {
    return this.call('mendHead', () => {
      const heads = this.now()
      const own = this.own(side)
      this.rows.heads.set('', own ? { ...heads, ours: head } : { ...heads, theirs: head }, this.version)
    })
  }

  #head(side: string, move: (head: LogHead) => LogHead): void {
    const own = this.own(side)
    const heads = this.now()
    const moved = copyHead(move(own ? heads.ours : heads.theirs))
    this.rows.heads.set('', own ? { ...heads, ours: moved } : { ...heads, theirs: moved }, this.version)
  }

  #give(parts: readonly PartRow[]): void {
    for (const part of parts)
      this.#part(part, (kept) =>
        kept.given === null && !kept.destroyed ? { ...kept, given: { ...part } } : kept,
      )
  }

  #cosign(key: string, cosignature: string): void {
    if (this.rows.notes.get(key, this.version) === undefined) {
      throw new NodeError({ code: 'internal', message: 'store: a cosignature of no checkpoint' })
    }
    if (this.rows.cosignatures.get(key, this.version) === undefined) {
      this.rows.cosignatures.set(key, cosignature, this.version)
    }
  }

  #part({ leaf, name }: PartName, change: (kept: PartKept) => PartKept): void {
    const parts = new Map(this.rows.parts.get(leaf, this.version))
    parts.set(name, change(parts.get(name) ?? { given: null, destroyed: false, absent: false }))
    this.rows.parts.set(leaf, parts, this.version)
  }
}
