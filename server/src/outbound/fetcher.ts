/**
 * Fetches the files that the other side's entries commit to, and those of ours that were lost here, one piece after
 * another, beside the log and never before it. Pieces become smaller on a line that loses them. Nothing expires: what
 * cannot be had now is asked for again, later and later.
 */
import type { FileValue } from '@counterpart/casework'
import { FILE_QUESTION, type FileAnswer, type FileQuestion } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import type { FileRow } from '../store/store.ts'
import {
  type Arrived,
  type ArrivingFile,
  arriving,
  forget,
  isHere,
  wholeOf,
} from '../uses/file/arriving-file.ts'
import { dropPieces, pieceAt } from '../uses/file/brought-pieces.ts'
import { type FileKeep, progressKey } from '../uses/file/file-keep.ts'
import { moveFile } from '../uses/file/move-file.ts'
import { fileReturned } from '../uses/file/returned-file.ts'
import { confirmHeld } from '../uses/record/confirm-held.ts'
import type { Node, Relation } from '../uses/relation.ts'
import { fileValueOf } from '../uses/retention/file-values.ts'
import { owing, restOf } from '../uses/time-share.ts'
import { LinkFailure } from '../wire/link.ts'
import { FETCHER_OPTIONS, type FetcherOptions } from './fetcher-options.ts'
import { LostFiles, type Returned } from './lost-files.ts'
import { remember } from './remember.ts'
import { Scanning } from './scanning.ts'

/** Rejects with a LinkFailure. */
export type AskFile = (question: FileQuestion, signal: AbortSignal) => Promise<FileAnswer>

const SMALLEST = 8 * 1024
const NONCE_BYTES = 16
/**
 * Files of one state in one round: so many of the newest, and of those whose turn it is. The other side may name
 * millions that it does not have.
 */
const LOOKED_AT = 50
/** Files of which the beginning of a chunk is in memory: no more, however many the other side begins and cuts off. */
const MOST_ARRIVING = 8

interface Tried {
  failures: number
  /** By the node's monotonic clock, seconds. */
  notBefore: number
  /** Whether it was the line that failed. */
  byLine: boolean
}

/** What a sign of life may have ended. What the other side has not got, it has not got after its next message either. */
const MENDED: readonly string[] = ['line-down', 'held-start', 'busy', 'unavailable']

export class Fetcher implements AsyncDisposable {
  readonly #node: Node
  readonly #keep: FileKeep
  readonly #relation: Relation
  readonly #ask: AskFile
  readonly #options: FetcherOptions
  readonly #stopped = new AbortController()
  /** What is asked for now. */
  #asking = new AbortController()
  readonly #tried = new Map<string, Tried>()
  /**
   * By digest, so that no two of them write to one place on the disk, each by its own count: entries may name the
   * same file. Oldest first.
   */
  readonly #arriving = new Map<string, { opens: string; file: ArrivingFile }>()
  readonly #lost: LostFiles
  readonly #unsaid = new Map<string, true>()
  /** Where a round goes on from, by state. */
  readonly #from = new Map<FileRow['state'], FileRow>()
  readonly #scanner: Scanning
  #scanning: Promise<void> | null = null
  #timer: ReturnType<typeof setTimeout> | null = null
  #running: Promise<void> | null = null
  #again = false
  /** When the next round begins. */
  #due = Number.POSITIVE_INFINITY
  #length: number = FILE_QUESTION.most

  constructor(
    node: Node,
    keep: FileKeep,
    relation: Relation,
    ask: AskFile,
    options: Partial<FetcherOptions> = {},
  ) {
    this.#node = node
    this.#keep = keep
    this.#relation = relation
    this.#ask = ask
    this.#lost = new LostFiles(node, keep, relation)
    this.#scanner = new Scanning(node, keep, relation, async (row, to, why) => {
      await this.#end(row, to, why)
      this.poke()
    })
    this.#options = { ...FETCHER_OPTIONS, ...options }
  }

  start(): void {
    this.#schedule(0)
  }

  /**
   * An entry has come: a file can wait until what came with it is answered, and a thousand entries are one reason to
   * look. A look that is planned is not put off.
   */
  poke(): void {
    this.#again = true
    const { fastest } = this.#options
    if (!this.#running && this.#due > performance.now() + fastest) this.#schedule(fastest)
  }

  /** The other side was heard: what waits for the line alone has not to wait out its pause. */
  signOfLife(): void {
    this.#lost.signOfLife()
    let waited = false
    for (const tried of this.#tried.values()) {
      if (!tried.byLine) continue
      tried.notBefore = 0
      tried.byLine = false
      waited = true
    }
    if (!waited) return
    this.#again = true
    if (!this.#running) this.#schedule(0)
  }

  /** A pouch brought pieces: whatever waits is looked at again, and nobody waits for a line that may be cut. */
  brought(): void {
    for (const tried of this.#tried.values()) tried.notBefore = 0
    this.#asking.abort()
    this.#asking = new AbortController()
    this.poke()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped.abort()
    if (this.#timer) clearTimeout(this.#timer)
    await this.#running
    await this.#scanning
  }

  #schedule(wait: number): void {
    if (this.#stopped.signal.aborted) return
    if (this.#timer) clearTimeout(this.#timer)
    this.#due = performance.now() + wait
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#again = false
      this.#running = this.round()
        .catch(() => this.#options.fastest)
        .then((next) => {
          this.#running = null
          this.#schedule(this.#again ? Math.min(next, this.#options.fastest) : next)
        })
    }, wait)
  }

  /** Everything that can be done now; returns how long to wait, in milliseconds. */
  async round(): Promise<number> {
    const relation = this.#relation
    if (relation.start !== 'confirmed') return this.#options.fastest
    let wait = this.#options.heartbeat
    for (const row of await this.#window('wanted'))
      wait = Math.min(wait, await this.#turn(row, () => this.#fetch(row)))
    // Beside it: a scanner may take an hour over one file, and the others come in the meantime.
    this.#scanning ??= this.#scanAll().finally(() => {
      this.#scanning = null
    })
    for (const leaf of new Set((await this.#window('here')).map((row) => row.leaf)))
      if (!this.#unsaid.has(leaf))
        wait = Math.min(wait, await this.#turn({ leaf, digest: '' }, () => this.#confirm(leaf)))
    wait = Math.min(wait, 1000 * (await this.#lost.round((row) => this.#isMissing(row))))
    const isMore = this.#from.has('wanted') || this.#from.has('here')
    return isMore ? Math.min(wait, this.#options.fastest) : wait
  }

  /**
   * Files to look at in this round. The newest are always among them, and all others have their turn: no number of
   * files that cannot be had keeps another from being asked for.
   */
  async #window(state: 'wanted' | 'here'): Promise<FileRow[]> {
    const [newest, next] = await this.#node.store.read(this.#relation.id, async (reader) => [
      await reader.filesIn(state, false, LOOKED_AT, 'newest'),
      await reader.filesIn(state, false, LOOKED_AT, this.#from.get(state) ?? 'oldest'),
    ])
    const last = next.at(-1)
    if (last && next.length === LOOKED_AT) this.#from.set(state, last)
    else this.#from.delete(state)
    const all = new Map([...next, ...newest].map((row) => [keyOf(row), row]))
    return [...all.values()]
  }

  async #scanAll(): Promise<void> {
    try {
      if (await this.#scanner.pass(this.#stopped.signal)) this.poke()
    } catch {
      // The store: the round that fetches finds out as well, and says so.
    }
  }

  async #confirm(leaf: string): Promise<'done' | 'later'> {
    const said = await owing(this.#relation.share, () => confirmHeld(this.#node, this.#relation, leaf))
    if (said === 'not-to-be-said') remember(this.#unsaid, leaf, true)
    return said === 'later' ? 'later' : 'done'
  }

  /** One file, or without a digest all of an entry; a failure makes it wait and lets the others go on. */
  async #turn(row: Pick<FileRow, 'leaf' | 'digest'>, work: () => Promise<'done' | 'later'>): Promise<number> {
    const { heartbeat, slowest, fastest } = this.#options
    // Whoever names files without end has no more of the time of all others than by its messages (SYNC-17).
    const rest = this.#stopped.signal.aborted ? heartbeat : restOf(this.#relation.share)
    if (rest > 0) return Math.min(heartbeat, rest)
    const key = keyOf(row)
    const tried = this.#tried.get(key) ?? { failures: 0, notBefore: 0, byLine: false }
    remember(this.#tried, key, tried)
    const now = this.#node.monotonic()
    if (now < tried.notBefore) return Math.min(heartbeat, (tried.notBefore - now) * 1000)
    tried.byLine = false
    try {
      if ((await work()) === 'done') {
        this.#tried.delete(key)
        return 0
      }
    } catch (error) {
      if (this.#stopped.signal.aborted) return heartbeat
      if (!(error instanceof LinkFailure || error instanceof NodeError)) throw error
      // What is on the disk is the truth after a call of which nobody knows how it ended.
      tried.byLine = error instanceof LinkFailure && MENDED.includes(error.code)
      if (error instanceof NodeError) this.#arriving.delete(row.digest)
    }
    tried.failures += 1
    const pause = Math.min(slowest, fastest * 2 ** Math.min(tried.failures, 20))
    tried.notBefore = this.#node.monotonic() + pause / 1000
    return Math.min(heartbeat, pause)
  }

  async #fetch(row: FileRow): Promise<'done' | 'later'> {
    const [node, relation] = [this.#node, this.#relation]
    const found = await owing(relation.share, () =>
      node.store.read(relation.id, (reader) => fileValueOf(node, relation, reader, row)),
    )
    if (found.kind === 'gone') return this.#giveUp(row, 'destroyed')
    if (found.kind === 'lost') return 'later'
    if (found.kind === 'unreadable' || found.value.bytes > this.#keep.most)
      return this.#giveUp(row, 'refused', 'file-refused')
    const arrived = await this.#arrive(row, found.value)
    if (arrived === 'wrong-file') return this.#giveUp(row, 'refused', 'file-differs')
    if (arrived === 'wrong-chunk') await moveFile(node, relation, row, 'wanted', 'file-differs')
    if (arrived !== 'whole') return 'later'
    await dropPieces(this.#keep, relation.id, row.digest)
    // Its time was over while it came: what was removed in the meantime does not come back.
    const now = await node.store.read(relation.id, (reader) => fileValueOf(node, relation, reader, row))
    if (now.kind === 'gone') {
      relation.unremoved.add(row.digest)
      return this.#end(row, 'destroyed')
    }
    await fileReturned(node, relation, row)
    await this.#end(row, this.#keep.scanner === null ? 'here' : 'scanning')
    // What cannot be removed now, the next start finds.
    await this.#keep.folder.remove(wholeOf(relation.id, row.digest))
    return 'done'
  }

  /** Piece after piece, from what is on the disk already. */
  async #arrive(row: FileRow, value: FileValue): Promise<Arrived | 'stopped'> {
    const tried = this.#tried.get(keyOf(row))
    const { share } = this.#relation
    const file = await owing(share, () => this.#arrivingFile(value))
    while (!this.#stopped.signal.aborted) {
      const { offset, missing } = file.next()
      const progress = { done: offset, total: offset + missing }
      if (offset > 0) this.#keep.progress.set(progressKey(this.#relation.id, row.digest), progress)
      const arrived = await (missing === 0
        ? owing(share, () => file.whole())
        : this.#next(row, file, offset, missing))
      if (arrived !== 'more') return arrived
      if (tried) tried.failures = 0
    }
    return 'stopped'
  }

  /** Theirs is asked for as if it had never come. */
  async #isMissing(row: FileRow): Promise<Returned> {
    if (row.own) return this.#return(row)
    await moveFile(this.#node, this.#relation, row, 'wanted')
    return 'done'
  }

  /**
   * A file of ours, from the copy that the other side has. Nothing is put on record of it: the entry stands, and so
   * does what was confirmed.
   */
  async #return(row: FileRow): Promise<Returned> {
    const [node, relation] = [this.#node, this.#relation]
    const value = () => node.store.read(relation.id, (reader) => fileValueOf(node, relation, reader, row))
    try {
      const found = await value()
      if (found.kind !== 'found') return 'done'
      const arrived = await this.#arrive(row, found.value)
      if (arrived === 'stopped') return 'line'
      if (arrived === 'wrong-file' || arrived === 'whole') await forget(this.#keep, relation.id, row.digest)
      if (arrived !== 'whole') await moveFile(node, relation, row, row.state, 'file-differs')
      // Its time was over while it came: what was removed in the meantime does not come back.
      else if ((await value()).kind === 'gone') relation.unremoved.add(row.digest)
      if (arrived !== 'whole') return 'none'
      await fileReturned(node, relation, row)
      return 'done'
    } catch (error) {
      if (error instanceof LinkFailure) return error.code === 'not-found' ? 'none' : 'line'
      if (!(error instanceof NodeError)) throw error
      return 'none'
    } finally {
      this.#arriving.delete(row.digest)
      this.#keep.progress.delete(progressKey(relation.id, row.digest))
    }
  }

  async #arrivingFile(value: FileValue): Promise<ArrivingFile> {
    const { digest, key, salt, bytes } = value
    const opens = `${key} ${salt} ${bytes}`
    const known = this.#arriving.get(digest)
    const file = known?.opens === opens ? known.file : await this.#begun(value)
    this.#arriving.delete(digest)
    this.#arriving.set(digest, { opens, file })
    const [oldest] = this.#arriving.keys()
    if (this.#arriving.size > MOST_ARRIVING && oldest !== undefined) this.#arriving.delete(oldest)
    return file
  }

  async #begun(value: FileValue): Promise<ArrivingFile> {
    const { id } = this.#relation
    const here = await this.#node.store.read(id, (reader) => isHere(this.#keep, id, value.digest, reader))
    return arriving(this.#keep, id, value, here)
  }

  /** What a pouch brought is not asked for. */
  async #next(row: FileRow, file: ArrivingFile, offset: number, missing: number): Promise<Arrived> {
    // What is brought while it is looked for ends the question that is not asked yet.
    const { signal } = this.#asking
    const brought = await pieceAt(this.#keep, this.#relation.id, row.digest, offset)
    if (!brought) return this.#piece(row, file, offset, missing, signal)
    const arrived = await file.take(brought)
    const isWrong = arrived === 'wrong-chunk'
    // Damaged here since: it is asked for, and nobody is accused.
    await dropPieces(this.#keep, this.#relation.id, row.digest, isWrong ? undefined : file.next().offset)
    return isWrong ? 'more' : arrived
  }

  async #piece(
    row: FileRow,
    file: ArrivingFile,
    offset: number,
    missing: number,
    ended: AbortSignal,
  ): Promise<Arrived> {
    const length = Math.min(this.#length, missing)
    const nonce = this.#node.random(NONCE_BYTES)
    const timeout = AbortSignal.timeout(this.#options.timeout)
    const signal = AbortSignal.any([this.#stopped.signal, ended, timeout])
    try {
      if (signal.aborted) throw new LinkFailure('line-down')
      const { bytes } = await this.#ask({ nonce, digest: row.digest, offset, length }, signal)
      if (bytes === null) throw new LinkFailure('not-found')
      this.#length = Math.min(FILE_QUESTION.most, this.#length * 2)
      return await file.take(bytes)
    } catch (error) {
      this.#length = Math.max(SMALLEST, Math.floor(this.#length / 2))
      throw error
    }
  }

  /** Gives a file up, and keeps nothing of what had come; another entry that names the same file begins again. */
  async #giveUp(row: FileRow, to: FileRow['state'], why?: 'file-refused' | 'file-differs'): Promise<'done'> {
    this.#arriving.delete(row.digest)
    await forget(this.#keep, this.#relation.id, row.digest)
    return this.#end(row, to, why)
  }

  async #end(row: FileRow, to: FileRow['state'], why?: 'file-refused' | 'file-differs'): Promise<'done'> {
    await moveFile(this.#node, this.#relation, row, to, why ?? null)
    this.#arriving.delete(row.digest)
    this.#unsaid.delete(row.leaf)
    this.#keep.progress.delete(progressKey(this.#relation.id, row.digest))
    return 'done'
  }
}

function keyOf({ leaf, digest }: Pick<FileRow, 'leaf' | 'digest'>): string {
  return `${leaf} ${digest}`
}
