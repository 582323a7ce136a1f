/**
 * The rows of one relation in memory. Logs only grow, so a reader of an older version sees them up to its
 * head; everything else is kept by version.
 */
import type { TallyChange } from '@counterpart/casework'
import type {
  AnnouncedRow,
  ClosingQuestion,
  DeletionRow,
  EntryRow,
  EpochRow,
  Falling,
  FileRow,
  Heads,
  IncidentRow,
  JudgedRow,
  LogHead,
  PartRow,
  StampRow,
  WitnessedRow,
} from '../store.ts'
import type { ApartKept } from './apart.ts'
import { Versioned } from './versioned.ts'

export interface Log {
  entries: EntryRow[]
  /** By index: what the entry counts in a batch. */
  weights: number[]
  nodes: Map<string, Uint8Array>
  /** Sizes of which there are checkpoints, ascending, of any version. */
  sizes: number[]
}

/** What is known of one part; `given` is `null` when it never was. */
export interface PartKept {
  given: PartRow | null
  destroyed: boolean
  absent: boolean
}

export interface Place {
  own: boolean
  index: number
}

export class Rows {
  readonly ours: string
  readonly theirs: string
  readonly logs = { ours: emptyLog(), theirs: emptyLog() }
  readonly heads = new Versioned<Heads>()
  readonly byLeaf = new Map<string, Place[]>()
  readonly byDossier = new Map<string, Place[]>()
  readonly parts = new Versioned<Map<string, PartKept>>()
  readonly notes = new Versioned<string>()
  readonly cosignatures = new Versioned<string>()
  readonly witnessed = new Versioned<WitnessedRow>()
  readonly stamps = new Versioned<StampRow>()
  /** By leaf. */
  readonly announced = new Versioned<AnnouncedRow>()
  readonly judged = new Versioned<JudgedRow>()
  /** As JSON: what a database would give back. */
  readonly dossiers = new Versioned<string>()
  /** By key as JSON, with the parent first. */
  readonly tally = new Versioned<TallyChange>()
  readonly tallyRule = new Versioned<number>()
  /** By entry. */
  readonly files = new Versioned<readonly FileRow[]>()
  /** By entry. */
  readonly deletions = new Versioned<readonly DeletionRow[]>()
  /** By dossier. */
  readonly falling = new Versioned<Falling>()
  readonly answers = new Versioned<string>()
  readonly epochs = new Versioned<EpochRow>()
  readonly apart = new Versioned<ApartKept>()
  /** By epoch and nonce. */
  readonly closingQuestions = new Versioned<ClosingQuestion>()
  readonly incidents = new Versioned<readonly IncidentRow[]>()
  /** The last version that is on disk. */
  version = 0
  /** How what was mended in place is taken back, the last first. */
  readonly mended: (() => void)[] = []
  #readers: number[] = []

  constructor(ours: string, theirs: string) {
    this.ours = ours
    this.theirs = theirs
    this.heads.set('', { ours: emptyHead(), theirs: emptyHead() }, 0)
    this.incidents.set('', [], 0)
  }

  reading(): number {
    this.#readers.push(this.version)
    return this.version
  }

  done(version: number): void {
    this.#readers.splice(this.#readers.indexOf(version), 1)
  }

  commit(): void {
    this.version += 1
    this.mended.length = 0
    const oldest = Math.min(this.version, ...this.#readers)
    for (const table of this.#tables()) table.commit(oldest)
  }

  undo(): void {
    for (const back of this.mended.splice(0).reverse()) back()
    for (const table of this.#tables()) table.undo(this.version + 1)
    const heads = this.heads.get('', this.version)
    if (heads === undefined) return
    this.#cut(true, heads.ours.size)
    this.#cut(false, heads.theirs.size)
    for (const [side, log] of [['ours', this.logs.ours] as const, ['theirs', this.logs.theirs] as const]) {
      log.sizes = log.sizes.filter((size) => this.notes.get(`${side} ${size}`, this.version) !== undefined)
    }
  }

  /** What is on disk, as a backup has it. */
  copy(): Rows {
    const made = new Rows(this.ours, this.theirs)
    made.version = this.version
    const heads = this.heads.get('', this.version)
    for (const [side, own] of [
      ['ours', true],
      ['theirs', false],
    ] as const) {
      const log = this.logs[side]
      const size = heads?.[side].size ?? 0
      made.logs[side].entries.push(...log.entries.slice(0, size))
      made.logs[side].weights.push(...log.weights.slice(0, size))
      for (const [key, hash] of log.nodes) made.logs[side].nodes.set(key, hash)
      made.logs[side].sizes.push(
        ...log.sizes.filter((at) => this.notes.get(`${side} ${at}`, this.version) !== undefined),
      )
      for (const entry of made.logs[side].entries) {
        place(made.byLeaf, entry.leaf, { own, index: entry.index })
        if (entry.dossier !== null) place(made.byDossier, entry.dossier, { own, index: entry.index })
      }
    }
    const tables = this.#tables()
    for (const [at, table] of made.#tables().entries())
      table.take(tables[at] as Versioned<unknown>, this.version)
    return made
  }

  /** Nodes beyond the head may stay: they are the same when the same entries come again, else overwritten. */
  #cut(own: boolean, size: number): void {
    const log = own ? this.logs.ours : this.logs.theirs
    for (const entry of log.entries.splice(size)) {
      this.byLeaf.get(entry.leaf)?.pop()
      if (entry.dossier !== null) this.byDossier.get(entry.dossier)?.pop()
    }
    log.weights.length = size
  }

  #tables(): Versioned<unknown>[] {
    return [
      this.heads,
      this.parts,
      this.notes,
      this.cosignatures,
      this.witnessed,
      this.stamps,
      this.announced,
      this.judged,
      this.dossiers,
      this.tally,
      this.tallyRule,
      this.files,
      this.deletions,
      this.falling,
      this.answers,
      this.incidents,
      this.epochs,
      this.apart,
      this.closingQuestions,
    ]
  }
}

export function place(index: Map<string, Place[]>, key: string, at: Place): void {
  const places = index.get(key)
  if (places === undefined) index.set(key, [at])
  else places.push(at)
}

function emptyLog(): Log {
  return { entries: [], weights: [], nodes: new Map(), sizes: [] }
}

function emptyHead(): LogHead {
  return { size: 0, running: 0, time: 0, frontier: [], epoch: 1, base: 0, closed: false, stated: 0 }
}
