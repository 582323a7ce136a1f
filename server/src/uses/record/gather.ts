/**
 * Puts concurrent commands of one relation into one commit: those that come while a transaction runs wait, and the next
 * one takes them all. One signed checkpoint and one sync of the disk serve them.
 */
import { NodeError } from '../../errors.ts'
import { GATHERED, QUEUED } from '../limits.ts'

interface Waiting<C, R> {
  command: C
  resolve: (result: R) => void
  reject: (error: unknown) => void
}

/** The outcome of one command of a commit: its result, or the error its author is told. */
export type Outcome<R> = { kind: 'done'; result: R } | { kind: 'refused'; error: unknown }

export interface Gather<C, R> {
  add(command: C): Promise<R>
}

/**
 * `commit` gets up to GATHERED commands and answers for each, in order; when it rejects, none took
 * place. Throws `too-many-requests` when QUEUED commands wait.
 */
export function newGather<C, R>(commit: (commands: C[]) => Promise<Outcome<R>[]>): Gather<C, R> {
  const queue: Waiting<C, R>[] = []
  let running = false

  async function run(): Promise<void> {
    running = true
    while (queue.length > 0) {
      const batch = queue.splice(0, GATHERED)
      try {
        const outcomes = await commit(batch.map((waiting) => waiting.command))
        for (const [index, waiting] of batch.entries()) {
          const outcome = outcomes[index]
          if (outcome?.kind === 'done') waiting.resolve(outcome.result)
          else waiting.reject(outcome?.error ?? new NodeError({ code: 'internal' }))
        }
      } catch (error) {
        for (const waiting of batch) waiting.reject(error)
      }
    }
    running = false
  }

  return {
    add(command) {
      if (queue.length >= QUEUED) return Promise.reject(new NodeError({ code: 'too-many-requests' }))
      return new Promise((resolve, reject) => {
        queue.push({ command, resolve, reject })
        if (!running) void run()
      })
    },
  }
}
