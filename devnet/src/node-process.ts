/** One party's node as a process of its own, which the demonstration can starve of its line or set back in time. */
import { randomInt } from 'node:crypto'
import { readConfig, startFailure, startNode, TlsLink } from '@counterpart/server'
import { type Faults, type FaultyLink, faultyLink } from './faults.ts'

export type Order =
  | { kind: 'faults'; faults: Faults }
  | { kind: 'set-back'; seconds: number }
  | { kind: 'stop' }
export type Report = { kind: 'ready'; url: string } | { kind: 'failed'; line: string } | { kind: 'done' }

const [, , config = ''] = process.argv
const links: FaultyLink[] = []
let back = 0

function report(message: Report): void {
  process.send?.(message)
}

try {
  const node = await startNode(readConfig(config, process.env), {
    link: ({ keys, counterpart }) => {
      const { relation, tls: own } = keys
      const { url, domain, tls: theirs } = counterpart
      const faulty = faultyLink(
        new TlsLink({ url, relation, domain, own, theirs }),
        () => randomInt(2 ** 32) / 2 ** 32,
      )
      links.push(faulty)
      return faulty
    },
    clock: () => Math.floor(Date.now() / 1000) - back,
    monotonic: () => Math.floor(performance.now() / 1000) - back,
  })
  const stop = async () => {
    await node.close()
    process.exit(0)
  }
  process.on('message', (order: Order) => {
    if (order.kind === 'stop') return void stop()
    if (order.kind === 'set-back') back = order.seconds
    else for (const link of links) link.faults = order.faults
    report({ kind: 'done' })
    return undefined
  })
  // Whoever started us is gone: a node nobody can stop must not stay.
  process.on('disconnect', () => void stop())
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())
  report({ kind: 'ready', url: node.url })
} catch (error) {
  report({ kind: 'failed', line: startFailure(error) })
  process.exitCode = 1
  process.disconnect?.()
}
