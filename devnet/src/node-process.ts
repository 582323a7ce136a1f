/** One party's node as a process of its own, which the demonstration can starve of its line or set back in time. */
import { randomInt } from 'node:crypto'
import {
  NodeError,
  readConfig,
  type StartedNode,
  startFailure,
  startNode,
  TlsLink,
} from '@counterpart/server'
import { type Faults, type FaultyLink, faultyLink } from './faults.ts'
import { holdNode } from './world.ts'

export type Order =
  | { kind: 'faults'; faults: Faults }
  | { kind: 'set-back'; seconds: number }
  | { kind: 'stop' }
export type Report = { kind: 'ready'; url: string } | { kind: 'failed'; line: string } | { kind: 'done' }

const [, , config = ''] = process.argv
const links: FaultyLink[] = []
let back = 0
let node: StartedNode | null = null
let ending = false

function report(message: Report): Promise<void> {
  return new Promise((resolve) => {
    if (!process.connected) return resolve()
    process.send?.(message, undefined, undefined, () => resolve())
    return undefined
  })
}

/** While it starts it cannot be ended cleanly: it ends as soon as it has started. */
async function end(code: number): Promise<void> {
  const started = node
  if (ending && !started) return
  ending = true
  node = null
  if (!started) return
  await started.close().catch(() => undefined)
  process.exit(code)
}

process.on('message', (order: Order) => {
  if (order.kind === 'stop') return void end(0)
  if (order.kind === 'set-back') back = order.seconds
  else for (const link of links) link.faults = order.faults
  void report({ kind: 'done' })
  return undefined
})
// Whoever started us is gone: a node nobody can stop must not stay.
process.on('disconnect', () => void end(0))
process.on('SIGTERM', () => void end(0))
// Ctrl-C and a closed terminal reach every process of it: the parent decides, and tells us.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined)

try {
  await holdNode(config)
  node = await startNode(readConfig(config, process.env), {
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
    onLost: () => void process.exit(1),
  })
  if (ending) await end(0)
  else await report({ kind: 'ready', url: node.url })
} catch (error) {
  const known = error instanceof NodeError || !(error instanceof Error) || 'code' in error
  await report({ kind: 'failed', line: known ? startFailure(error) : error.message })
  process.exit(1)
}
