/** Calls over a message port, from both of its ends, in any number at once. */
import type { MessagePort, Worker } from 'node:worker_threads'
import { type LinkCode, LinkFailure } from '../../server/src/wire/link.ts'

/** Each takes what the other end calls it with. */
export type Answers = Record<string, (argument: never) => Promise<unknown>>

type Message =
  | { kind: 'call'; id: number; name: string; argument: unknown }
  | { kind: 'done'; id: number; result: unknown }
  | { kind: 'failed'; id: number; code: LinkCode | null; message: string }

/** Both ends live as long as what is measured: a call that has no answer fails with it. */
export function callsOver(
  port: MessagePort | Worker,
  answers: Answers,
): <R>(name: string, argument: unknown) => Promise<R> {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let next = 0
  const say = (message: Message) => port.postMessage(message, [])
  port.on('message', (message: Message) => {
    if (message.kind === 'call') {
      const { id, name, argument } = message
      const answer = answers[name]
      if (!answer) throw new Error(`nobody answers ${name}`)
      answer(argument as never).then(
        (result) => say({ kind: 'done', id, result }),
        (error: unknown) => {
          const code = error instanceof LinkFailure ? error.code : null
          say({ kind: 'failed', id, code, message: error instanceof Error ? error.message : String(error) })
        },
      )
      return
    }
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.kind === 'done') call?.resolve(message.result)
    else call?.reject(message.code ? new LinkFailure(message.code) : new Error(message.message))
  })
  return <R>(name: string, argument: unknown) => {
    const call = Promise.withResolvers<unknown>()
    const id = next++
    waiting.set(id, call)
    say({ kind: 'call', id, name, argument })
    return call.promise as Promise<R>
  }
}
