/** Two states on one machine: their nodes as processes of their own, a link that can misbehave, a world to look at. */
import { NodeProcess } from './child.ts'
import { type Control, startControl } from './control.ts'
import { type Demonstration, ownDemonstration } from './demonstration.ts'
import type { Faults } from './faults.ts'
import { checkFree, type Ports } from './ports.ts'
import { seed } from './seed.ts'
import { type Member, prepareWorld } from './world.ts'

export interface DevnetOptions {
  folder: string
  /** Where a new world listens, or an old one moves to; `null`: where it did, or the usual ones. */
  ports: Ports | null
  /** Whether to fill a new world with the public record and invented dossiers. */
  seeded: boolean
  /** Of another pair than the one whose record comes along. */
  shown?: Demonstration
  /** Aborted: what has begun is ended in order, and `startDevnet` throws its reason. */
  signal?: AbortSignal
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
  const shown = options.shown ?? ownDemonstration
  const isGiven = options.shown !== undefined
  const world = await prepareWorld({ folder: options.folder, ports: options.ports, now, shown, isGiven })
  const parties = world.members.map(({ code }) => code)
  const nodes = new Map(
    world.members.map(({ code, config }) => [
      code,
      new NodeProcess(config, (line) => options.say(`${code} ${line}`)),
    ]),
  )
  const all = [...nodes.values()]
  const tellAll = async (order: Parameters<NodeProcess['tell']>[0]) =>
    void (await Promise.all(all.map((node) => node.tell(order))))
  const stop = async () => {
    await Promise.allSettled(all.map((node) => node.stop()))
    await world[Symbol.asyncDispose]()
  }
  try {
    options.signal?.throwIfAborted()
    await checkFree(world.ports, parties)
    await Promise.all([...nodes].map(([code, node]) => node.start().catch(failed(code))))
    options.signal?.throwIfAborted()
    if (options.seeded && !world.isSeeded()) {
      await seed(world, shown, {
        now,
        setBack: (seconds) => tellAll({ kind: 'set-back', seconds }),
        progress: (...done) => {
          options.signal?.throwIfAborted()
          options.progress(...done)
        },
      })
      world.seeded()
    }
    const sides = world.members.map(({ code, url }) => ({ code, url: url.origin }))
    const setFaults = (faults: Faults) => tellAll({ kind: 'faults', faults })
    const control = await startControl(world.ports.control, sides, (faults) => void setFaults(faults))
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

/** Says whose node it was, after the code that everything else about the failure is found by. */
function failed(code: string): (error: Error) => never {
  return (error) => {
    throw new Error(error.message.replace(/^([a-z-]+): /, `$1: ${code}: `), { cause: error })
  }
}
