/**
 * One connection for the time of one transaction. Statements are sent as they come, without waiting for the
 * answers before them (the server answers in order); the first that fails breaks the transaction for good.
 */
import type pg from 'pg'
import { isDamage } from '../../errors.ts'
import { asBinary } from './binary-array.ts'
import { failureOf } from './failure.ts'

/** What is read at once. Bytes as they are stored, and beside them what a kept part takes once it is parsed, where all of a dossier is weighed. */
export interface Most {
  bytes: number
  /** Entries of the dossiers that are read together. */
  rows: number
}

/** A statement the server prepares once for each connection. */
export interface Statement {
  name: string
  text: string
}

/** What is asked by many at once, and by one statement for all of them. */
interface Gathered {
  keys: unknown[]
  ask: () => void
}

export class Session {
  readonly most: Most
  readonly #client: pg.ClientBase
  readonly #sent: Promise<unknown>[] = []
  readonly #gathered = new Map<string, Gathered & { answer: Promise<unknown> }>()
  #corked = false
  #fault: unknown

  constructor(client: pg.ClientBase, most: Most) {
    this.#client = client
    this.most = most
  }

  /** What the driver or the caller's own code threw first; the transaction must not be committed. */
  get fault(): unknown {
    return this.#fault
  }

  break(error: unknown): void {
    this.#fault ??= error
  }

  async rows<R extends pg.QueryResultRow>(
    statement: Statement | { text: string },
    values: unknown[],
  ): Promise<R[]> {
    this.dispatch()
    this.#cork()
    try {
      const { rows } = await this.#client.query<R>({ ...statement, values: values.map(asBinary) })
      return rows
    } catch (error) {
      // What cannot be read of an answer is no failure of the statement.
      if (!isDamage(error)) this.break(error)
      throw failureOf(error)
    }
  }

  /**
   * Reads that come before anybody is answered are one statement: `ask` gets the keys of all that were asked under
   * `name`, and each of them gets the whole answer. It is sent before whatever is sent after it.
   */
  together<K, R>(name: string, keys: readonly K[], ask: (keys: K[]) => Promise<R>): Promise<R> {
    const standing = this.#gathered.get(name)
    if (standing) {
      standing.keys.push(...keys)
      return standing.answer as Promise<R>
    }
    const all = [...keys]
    const { promise, resolve, reject } = Promise.withResolvers<R>()
    const gathered = { keys: all, answer: promise, ask: () => void ask(all).then(resolve, reject) }
    if (this.#gathered.size === 0) process.nextTick(() => this.dispatch())
    this.#gathered.set(name, gathered)
    return promise
  }

  /** Sends what was gathered. */
  dispatch(): void {
    const gathered = [...this.#gathered.values()]
    this.#gathered.clear()
    for (const { ask } of gathered) ask()
  }

  /** Resolves when what was sent has gone out. */
  sent(): Promise<void> {
    this.dispatch()
    return new Promise((resolve) => process.nextTick(resolve))
  }

  /** What is sent in one turn goes out in one write. */
  #cork(): void {
    if (this.#corked) return
    this.#corked = true
    const { stream } = (this.#client as pg.Client).connection
    stream.cork()
    process.nextTick(() => {
      this.#corked = false
      stream.uncork()
    })
  }

  /** Sends a write whose rows nobody has to wait for; it is waited for before the transaction ends. */
  send<R extends pg.QueryResultRow>(
    statement: Statement | { text: string },
    values: unknown[],
  ): Promise<R[]> {
    const sent = this.rows<R>(statement, values)
    sent.catch((error: unknown) => this.break(error))
    this.#sent.push(sent)
    return sent
  }

  /** Resolves when everything sent was answered; never rejects. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#sent)
  }
}
