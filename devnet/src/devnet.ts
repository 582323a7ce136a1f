/** Two states on one machine: their nodes as processes of their own, a link that can misbehave, a world to look at. */
import { NodeProcess } from './child.ts'
import { type Control, startControl } from './control.ts'
import type { Faults } from './faults.ts'
import { seed } from './seed.ts'
import { type Member, type Ports, prepareWorld } from './world.ts'

export interface DevnetOptions {
  folder: string
  ports: Ports & { control: number }
  /** Whether to fill a new world with the public record and invented requests. */
  seeded: boolean
  say(line: string): void
  progress(done: number, of: number, what: string): void
}

export interface Devnet extends AsyncDisposable {
  members: readonly Member[]
  control: Control
  setFaults(faults: Faults): Promise<void>
  /** Ends a node as a power cut would; it is started again by itself. */
  kill(code: string): void
}

/** @throws Error with one line that says what to do */
export async function startDevnet(options: DevnetOptions): Promise<Devnet> {
  const now = Math.floor(Date.now() / 1000)
  const world = await prepareWorld(options.folder, options.ports, now)
  const nodes = new Map(
    world.members.map(({ code, config }) => [
      code,
      new NodeProcess(config, () => options.say(`${code} ended by itself and is started again`)),
    ]),
  )
  const all = [...nodes.values()]
  const tellAll = async (order: Parameters<NodeProcess['tell']>[0]) =>
    void (await Promise.all(all.map((node) => node.tell(order))))
  const stop = async () => {
    await Promise.allSettled(all.map((node) => node.stop()))
  }
  try {
    await Promise.all(all.map((node) => node.start()))
    if (options.seeded && !world.isSeeded()) {
      await seed(world, {
        setBack: (seconds) => tellAll({ kind: 'set-back', seconds }),
        progress: options.progress,
      })
      world.seeded()
    }
    const sides = world.members.map(({ code, url }) => ({ code, url: url.origin }))
    const setFaults = (faults: Faults) => tellAll({ kind: 'faults', faults })
    const control = await startControl(options.ports.control, sides, (faults) => void setFaults(faults))
    return {
      members: world.members,
      control,
      setFaults,
      kill: (code) => nodes.get(code)?.kill(),
      [Symbol.asyncDispose]: async () => {
        await control.close()
        await stop()
      },
    }
  } catch (error) {
    await stop()
    throw error
  }
}
