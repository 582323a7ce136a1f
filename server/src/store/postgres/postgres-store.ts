/** The store on PostgreSQL: one transaction for each `read` and each `locked`. */
import type pg from 'pg'
import { NodeError } from '../../errors.ts'
import type { AtRest } from '../../keys/at-rest.ts'
import type { Heads, Reader, Store, Writer } from '../store.ts'
import { failureOf, isCertain } from './failure.ts'
import { type Known, lockHeads, sameHeads } from './heads.ts'
import { PostgresReader } from './reader.ts'
import { MOST } from './room.ts'
import { type Most, Session } from './session.ts'
import { PostgresWriter } from './writer.ts'

const OPEN = `with made as (
    insert into counterpart.relation (name, ours, theirs) values ($1, $2, $3)
    on conflict do nothing returning id
  )
  insert into counterpart.relation_head (relation) select id from made`

const KNOWN = 'select id, name, ours, theirs from counterpart.relation where name = $1'

export interface Pools {
  /**
   * Apart, so that work that holds a lock and reads can always get a connection to read with, however many
   * wait for locks.
   */
  general: pg.Pool
  locking: pg.Pool
}

export class PostgresStore implements Store {
  readonly #pools: Pools
  readonly #keys: AtRest
  readonly #room: () => Promise<void>
  readonly #most: Most
  readonly #relations = new Map<string, Known>()
  /** By relation: the end of this process's own queue, so that only one connection waits for each lock. */
  readonly #queues = new Map<string, Promise<unknown>>()
  /** By relation: where this process left both logs. Whoever holds the lock finds them there, or begins again. */
  readonly #heads = new Map<string, Heads>()
  #closed = false

  /** `room`: throws when nothing should be written for want of it. `most`: what is read at once. */
  constructor(
    pools: Pools,
    keys: AtRest,
    room: () => Promise<void> = async () => undefined,
    most: Most = MOST,
  ) {
    this.#pools = pools
    this.#keys = keys
    this.#room = room
    this.#most = most
  }

  async open(relation: string, ours: string, theirs: string): Promise<void> {
    const known = await this.#with(this.#pools.locking, async (client) => {
      try {
        await client.query(OPEN, [relation, ours, theirs])
        return (await client.query<Known>(KNOWN, [relation])).rows[0]
      } catch (error) {
        throw failureOf(error)
      }
    })
    if (known === undefined) throw new NodeError({ code: 'internal', message: 'a relation was not made' })
    if (known.ours !== ours || known.theirs !== theirs) {
      throw new NodeError({ code: 'bad-config', message: 'the relation was opened with other parties' })
    }
    this.#relations.set(relation, known)
  }

  async read<T>(relation: string, work: (reader: Reader) => Promise<T>): Promise<T> {
    const known = this.#known(relation)
    const { client, release } = await this.#lent(this.#pools.general)
    const session = new Session(client, this.#most)
    session.send({ text: 'begin isolation level repeatable read read only' }, [])
    let failed = true
    try {
      const result = await work(new PostgresReader(session, known, this.#keys))
      failed = false
      return result
    } finally {
      session.dispatch()
      // What was read stands as it is: nobody has to wait for the end of a transaction that wrote nothing. Whoever
      // read goes on first.
      setImmediate(() => {
        const ended = client.query('rollback').then(
          () => session.settled(),
          (error: unknown) => {
            failed = true
            session.break(error)
          },
        )
        void ended.then(() => release(failed))
      })
    }
  }

  async locked<T>(relation: string, work: (writer: Writer) => Promise<T>): Promise<T> {
    const known = this.#known(relation)
    await this.#room()
    const before = this.#queues.get(relation) ?? Promise.resolve()
    const mine = before.then(() =>
      this.#with(this.#pools.locking, (client) => this.#transaction(client, known, work)),
    )
    this.#queues.set(
      relation,
      mine.catch(() => undefined),
    )
    return mine
  }

  /** Waits for what is under way; the pools are closed by whoever made them. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.all(this.#queues.values())
  }

  /** The first reads of `work` go out with the lock, and are answered when it is held. */
  async #transaction<T>(
    client: pg.ClientBase,
    relation: Known,
    work: (writer: Writer) => Promise<T>,
  ): Promise<T> {
    const session = new Session(client, this.#most)
    session.send({ text: 'begin' }, [])
    const locking = lockHeads(session, relation)
    locking.catch(() => undefined)
    const left = this.#heads.get(relation.name)
    this.#heads.delete(relation.name)
    let writer: PostgresWriter
    let result: T
    try {
      writer = new PostgresWriter(session, relation, this.#keys, left ?? (await locking))
      result = await work(writer)
      // Also what `work` caught: a server that refused one statement would silently undo all of them.
      if (session.fault !== undefined) throw failureOf(session.fault)
      if (left && !sameHeads(left, await locking))
        throw new NodeError({ code: 'internal', message: 'somebody else wrote' })
      writer.flush()
      session.dispatch()
    } catch (error) {
      // What follows a statement that the server refused says nothing of why.
      const first = session.fault === undefined ? error : failureOf(session.fault)
      session.break(error)
      await client.query('rollback').catch(() => undefined)
      await session.settled()
      const found = left && (await locking.catch(() => null))
      if (found && !sameHeads(left, found)) return this.#transaction(client, relation, work)
      throw first
    }
    await this.#commit(client, session)
    this.#heads.set(relation.name, await writer.heads())
    return result
  }

  /** Sent together with the last writes, and answered after them. */
  async #commit(client: pg.ClientBase, session: Session): Promise<void> {
    const committed = client.query('commit').then(
      ({ command }) => ({ command, error: undefined }),
      (error: unknown) => ({ command: 'NONE', error }),
    )
    await session.settled()
    const { command, error } = await committed
    if (command === 'COMMIT' && session.fault === undefined) return
    const first = session.fault ?? error
    if (command === 'ROLLBACK' || (first !== undefined && isCertain(first))) {
      await client.query('rollback').catch(() => undefined)
      throw failureOf(
        first ?? new NodeError({ code: 'internal', message: 'the database undid a transaction' }),
      )
    }
    throw new NodeError({
      code: 'outcome-unknown',
      message: 'the connection to the database broke during a commit',
      unknown: true,
      cause: failureOf(first),
    })
  }

  #known(relation: string): Known {
    if (this.#closed) throw new NodeError({ code: 'stopping', message: 'the store is closed' })
    const known = this.#relations.get(relation)
    if (known === undefined) throw new NodeError({ code: 'unknown-relation' })
    return known
  }

  /** A connection that something went wrong on is not used again. */
  async #with<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const { client, release } = await this.#lent(pool)
    let failed = true
    try {
      const result = await work(client)
      failed = false
      return result
    } finally {
      release(failed)
    }
  }

  async #lent(pool: pg.Pool): Promise<{ client: pg.PoolClient; release: (failed: boolean) => void }> {
    const client = await pool.connect().catch((error: unknown) => {
      throw failureOf(error)
    })
    return { client, release: (failed) => client.release(failed && client.getTransactionStatus() !== 'I') }
  }
}
