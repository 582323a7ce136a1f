/**
 * A store in memory for tests. It keeps what was committed and synced, forgets the rest in a crash, and
 * fails where it is told to.
 */
import { isDamage, NodeError } from '../../errors.ts'
import type { Reader, Store, Writer } from '../store.ts'
import type { Call } from './file-reader.ts'
import { MemoryReader } from './reader.ts'
import { Rows } from './rows.ts'
import { MemoryWriter } from './writer.ts'

/** A method of a reader or writer, or `commit`: the sync that ends `locked`. */
export type StoreMethod = keyof Writer | 'commit'

export interface MemoryStoreOptions {
  /** Called around every method; what it throws is the failure. */
  onCall?: (method: StoreMethod, when: 'before' | 'after') => void | Promise<void>
  /** What a commit waits for; a crash before it resolves loses the commit. */
  sync?: () => Promise<void>
}

interface Held {
  rows: Rows
  /** The end of the queue for the one lock. */
  last: Promise<unknown>
  phase: 'idle' | 'writing' | 'syncing'
}

/** One reader or writer: dead when the store crashed after it began. */
interface Life {
  era: number
  /** What a method of it threw, but for what it could not read: the transaction cannot be committed any more. */
  broken: unknown
}

export class MemoryStore implements Store {
  readonly #relations = new Map<string, Held>()
  readonly #options: MemoryStoreOptions
  readonly #faults: { when: 'before' | 'after'; method: StoreMethod }[] = []
  /** Counts crashes: whoever began in an earlier era is dead. */
  #era = 0
  #closed = false

  constructor(options: MemoryStoreOptions = {}) {
    this.#options = options
  }

  async open(relation: string, ours: string, theirs: string): Promise<void> {
    this.#alive(this.#era, () => {
      const held = this.#relations.get(relation)
      if (held === undefined) {
        this.#relations.set(relation, {
          rows: new Rows(ours, theirs),
          last: Promise.resolve(),
          phase: 'idle',
        })
      } else if (held.rows.ours !== ours || held.rows.theirs !== theirs) {
        throw new NodeError({ code: 'bad-config', message: 'the relation was opened with other parties' })
      }
    })
  }

  async read<T>(relation: string, work: (reader: Reader) => Promise<T>): Promise<T> {
    const era = this.#era
    const { rows } = await this.#alive(era, () => this.#held(relation))
    const version = rows.reading()
    try {
      return await work(new MemoryReader(rows, version, this.#call({ era, broken: undefined })))
    } finally {
      rows.done(version)
    }
  }

  async locked<T>(relation: string, work: (writer: Writer) => Promise<T>): Promise<T> {
    const era = this.#era
    const held = await this.#alive(era, () => this.#held(relation))
    const mine = held.last.then(() => this.#transaction(era, held, work))
    held.last = mine.catch(() => undefined)
    return mine
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.all([...this.#relations.values()].map((held) => held.last))
  }

  /** What lies there, for whoever damages it. */
  rows(relation: string): Rows {
    return this.#held(relation).rows
  }

  /** The process dies here, and what is on its disk is what a backup had. */
  bringBack(relation: string, backup: Rows): void {
    this.crash()
    this.#held(relation).rows = backup.copy()
  }

  /** The next call of this method fails, before it does anything or after it did its work. */
  failNext(when: 'before' | 'after', method: StoreMethod): void {
    this.#faults.push({ when, method })
  }

  /**
   * The process dies here and the store is opened again: everything not synced is gone, and whoever still
   * holds a reader or writer gets errors only. A commit on its way to disk is `lost` or `kept`.
   */
  crash(inFlight: 'lost' | 'kept' = 'lost'): void {
    this.#era += 1
    this.#faults.length = 0
    for (const held of this.#relations.values()) {
      if (held.phase === 'syncing' && inFlight === 'kept') held.rows.commit()
      else if (held.phase !== 'idle') held.rows.undo()
      held.phase = 'idle'
      held.last = Promise.resolve()
    }
  }

  async #transaction<T>(era: number, held: Held, work: (writer: Writer) => Promise<T>): Promise<T> {
    await this.#alive(era, () => undefined)
    const { rows } = held
    const life: Life = { era, broken: undefined }
    held.phase = 'writing'
    try {
      const result = await work(new MemoryWriter(rows, rows.version + 1, this.#call(life)))
      if (life.broken !== undefined) throw life.broken
      await this.#before('commit', life)
      held.phase = 'syncing'
      await (this.#options.sync ?? noSync)()
      if (life.era !== this.#era) throw unknownOutcome()
      rows.commit()
      held.phase = 'idle'
      await this.#after('commit', life)
      return result
    } catch (error) {
      if (life.era !== this.#era) throw error
      // After the commit nothing can be undone: it is on disk and the caller does not know.
      if (held.phase === 'idle') throw unknownOutcome(error)
      rows.undo()
      held.phase = 'idle'
      throw error
    }
  }

  #call(life: Life): Call {
    return async (method, work) => {
      try {
        await this.#before(method as StoreMethod, life)
        // At once: the process may have died in a call beside this one.
        const result = this.#alive(life.era, work)
        await this.#after(method as StoreMethod, life)
        return result
      } catch (error) {
        if (!isDamage(error)) life.broken ??= error
        throw error
      }
    }
  }

  async #before(method: StoreMethod, life: Life): Promise<void> {
    await this.#options.onCall?.(method, 'before')
    await this.#alive(life.era, () => this.#fail('before', method))
  }

  async #after(method: StoreMethod, life: Life): Promise<void> {
    await this.#options.onCall?.(method, 'after')
    await this.#alive(life.era, () => this.#fail('after', method))
  }

  #fail(when: 'before' | 'after', method: StoreMethod): void {
    const at = this.#faults.findIndex((fault) => fault.when === when && fault.method === method)
    if (at < 0) return
    this.#faults.splice(at, 1)
    throw new NodeError({ code: 'database-unreachable', message: `told to fail ${when} ${method}` })
  }

  #held(relation: string): Held {
    const held = this.#relations.get(relation)
    if (held === undefined) throw new NodeError({ code: 'unknown-relation' })
    return held
  }

  #alive<T>(era: number, work: () => T): T {
    if (this.#closed) throw new NodeError({ code: 'stopping', message: 'the store is closed' })
    if (era !== this.#era) throw new NodeError({ code: 'database-unreachable', message: 'the store crashed' })
    return work()
  }
}

function noSync(): Promise<void> {
  return Promise.resolve()
}

function unknownOutcome(cause?: unknown): NodeError {
  return new NodeError({
    code: 'outcome-unknown',
    message: 'the connection broke during a commit',
    unknown: true,
    cause,
  })
}
