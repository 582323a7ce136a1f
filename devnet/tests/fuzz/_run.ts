/** One schedule from its seed: so many steps, everything mended, everything compared. */
import { PARTIES } from '../../../procedures/_drive.ts'
import { RELATION } from '../../../server/src/uses/_talk.ts'
import { checkHealed, heal } from './_healed.ts'
import { closesGaps } from './_pouches.ts'
import { recovers, renewed } from './_restores.ts'
import { checkSaid } from './_said.ts'
import { type Drawn, drawStep, oneStep, STEPS } from './_steps.ts'
import { giveUp } from './_wire.ts'
import { newWorld, type Party, type World } from './_world.ts'

export interface Tally {
  steps: number
  /** Steps in which an act was recorded. */
  recorded: number
  counts: Map<string, number>
}

export class FuzzFailure extends Error {
  readonly seed: number
  readonly step: number

  constructor(seed: number, step: number, cause: unknown) {
    const why =
      cause instanceof Error
        ? cause.message
            .split('\n', 12)
            .map((line) => line.slice(0, 160))
            .join('\n')
        : String(cause)
    super(`seed ${seed}, step ${step}: ${why}\n  npm run fuzz -- --seed ${seed} --steps ${step}`, { cause })
    this.name = 'FuzzFailure'
    this.seed = seed
    this.step = step
  }
}

const LOOKS = 20
const LOOKED_AT = 40

/** @throws FuzzFailure with what repeats it */
export async function runSchedule(seed: number, steps: number, tally: Tally = newTally()): Promise<Tally> {
  return runSteps(seed, { at: (step) => drawStep(seed, step), number: steps }, tally)
}

/** @throws FuzzFailure */
export async function runSteps(
  seed: number,
  steps: { at(step: number): Drawn; number: number; opened?: readonly string[] },
  tally: Tally = newTally(),
): Promise<Tally> {
  const world = await newWorld(seed, steps.opened)
  try {
    while (world.step < steps.number) {
      world.step += 1
      await duly(world)
      await oneStep(world, steps.at(world.step))
      await closesGaps(world)
      await recovers(world)
      await renewed(world)
      giveUp(world)
      if (world.fault) throw world.fault
      if (world.step % LOOKS === 0)
        for (const party of PARTIES)
          if (!world.down.has(party) && (await isTold(world, party)))
            await checkSaid(world.said, world.sides[party], LOOKED_AT)
    }
    await heal(world)
    if (world.fault) throw world.fault
    for (const party of PARTIES) await checkSaid(world.said, world.sides[party], 1_000_000)
    await checkHealed(world)
  } catch (error) {
    throw new FuzzFailure(seed, world.step, error)
  }
  const { recorded } = world
  for (const counts of [world.counts, ...PARTIES.map((party) => onlyOwn(world.store[party].happened))])
    add(tally, { steps: 0, recorded: 0, counts: new Map(counts) })
  add(tally, { steps: steps.number, recorded, counts: new Map() })
  return tally
}

export function add(tally: Tally, more: Tally): void {
  tally.steps += more.steps
  tally.recorded += more.recorded
  for (const [name, times] of more.counts) tally.counts.set(name, (tally.counts.get(name) ?? 0) + times)
}

/** Whether it has back what it was told before its machine was lost: all of its older logs have their receipt. */
async function isTold(world: World, party: Party): Promise<boolean> {
  if (world.recovering.has(party)) return false
  return world.sides[party].store.read(RELATION, async (reader) => {
    const { ours } = await reader.heads()
    return ((await reader.lastCheckpoint(party, true))?.size ?? 0) >= ours.base
  })
}

/** What a store counts and no step does. */
function onlyOwn(happened: ReadonlyMap<string, number>): [string, number][] {
  return [...happened].filter(([name]) => !STEPS.some((step) => step.name === name))
}

async function duly(world: World): Promise<void> {
  const due = world.later.filter(({ at }) => at <= world.step)
  world.later = world.later.filter(({ at }) => at > world.step)
  for (const { work } of due) await work()
}

export function newTally(): Tally {
  return { steps: 0, recorded: 0, counts: new Map() }
}

/** The fewest steps from the same seed that still fail, found by halving. */
export async function shrunk(seed: number, steps: number, most = 12): Promise<number> {
  let [fails, passes] = [steps, 0]
  for (let tries = 0; tries < most && fails - passes > 1; tries++) {
    const middle = Math.floor((fails + passes) / 2)
    const failed = await runSchedule(seed, middle).then(
      () => null,
      (error: FuzzFailure) => error.step,
    )
    if (failed === null) passes = middle
    else fails = Math.min(middle, failed)
  }
  return fails
}

export function report({ steps, recorded, counts }: Tally): string {
  const share = ((100 * recorded) / Math.max(1, steps)).toFixed(1)
  const lines = [...counts].map(([name, times]) => `${String(times).padStart(8)}  ${name}`)
  return [`${steps} steps; in ${recorded} of them (${share} %) an act was recorded`, ...lines].join('\n')
}
