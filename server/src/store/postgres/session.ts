/**
 * One connection for the time of one transaction. Statements are sent as they come, without waiting for the
 * answers before them (the server answers in order); the first that fails breaks the transaction for good.
 */
import type pg from 'pg'
import { failureOf } from './failure.ts'

/** A statement the server prepares once for each connection. */
export interface Statement {
  name: string
  text: string
}

export class Session {
  readonly #client: pg.ClientBase
  readonly #sent: Promise<unknown>[] = []
  #fault: unknown

  constructor(client: pg.ClientBase) {
    this.#client = client
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
    try {
      const { rows } = await this.#client.query<R>({ ...statement, values })
      return rows
    } catch (error) {
      this.break(error)
      throw failureOf(error)
    }
  }

  /** Sends a write whose rows nobody waits for; it is waited for before the transaction ends. */
  send(statement: Statement | { text: string }, values: unknown[]): void {
    const sent = this.rows(statement, values)
    sent.catch(() => undefined)
    this.#sent.push(sent)
  }

  /** Resolves when everything sent was answered; never rejects. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#sent)
  }
}
