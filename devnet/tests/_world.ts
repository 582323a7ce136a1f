/** One seeded pair of nodes and one browser for all tests of a run; nothing of it outlasts the run. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { freePorts } from '../src/_free-ports.ts'
import { type Devnet, startDevnet } from '../src/devnet.ts'
import { type Faults, NO_FAULTS } from '../src/faults.ts'
import { launchBrowser } from './_browser.ts'

export type Side = 'chn' | 'vnm'

export interface World extends AsyncDisposable {
  browser: Browser
  /** Where a side's pages are. */
  url(side: Side): URL
  /** A side's configuration, as its operator names it to the command line. */
  config(side: Side): string
  /** Tells the link what to do, through the control as an operator of the demonstration would. */
  setLine(faults: Partial<Faults>): Promise<void>
  /** Ends a node as a power cut would; the demonstration starts it again. */
  kill(side: Side): void
}

export async function startWorld(): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'counterpart-sides-'))
  const base = await freePorts()
  await using made = new AsyncDisposableStack()
  made.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }))
  const devnet: Devnet = made.use(
    await startDevnet({
      folder: join(folder, 'world'),
      ports: { pages: base, peers: base + 2, control: base + 4 },
      seeded: true,
      say: (line) => console.log(line),
      progress: () => {},
    }),
  )
  const browser = await launchBrowser()
  made.defer(() => browser.close())
  const memberOf = (side: Side) => {
    const member = devnet.members.find(({ code }) => code === side)
    if (!member) throw new Error(`no side ${side}`)
    return member
  }
  const kept = made.move()
  return {
    browser,
    url: (side) => memberOf(side).url,
    config: (side) => memberOf(side).config,
    setLine: async (faults) => {
      const answer = await fetch(`${devnet.control.url.replace('localhost', '127.0.0.1')}/link`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...NO_FAULTS, ...faults }),
      })
      if (!answer.ok) throw new Error(`the control said ${answer.status}`)
    },
    kill: (side) => devnet.kill(side),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
