/** Opens an instrument that is in force, by one of the runs of whatever procedure plays one. */
import { procedures } from '@counterpart/procedures'
import { drive, runsOf, START, type Step } from '../../procedures/_drive.ts'
import { follow, type Sides } from './_run-nodes.ts'

const WEEK = 604_800

type Shipped = (typeof procedures)[number]['procedure']

interface Way {
  procedure: Shipped
  steps: Step[]
}

/** The shortest way into a binding state that any run shows. */
function wayIntoForce(): Way {
  const ways = procedures.flatMap(({ procedure }) => {
    const { plays } = procedure
    if (plays?.as !== 'instrument') return []
    const binding = (plays.slots['binding-states'] ?? '').split(' ')
    return runsOf(procedure).flatMap((run) => {
      const driven = drive(procedure, run)
      const at = driven.findIndex(({ state }) => state !== null && binding.includes(state.state))
      return at < 0 ? [] : [{ procedure, steps: run.steps.slice(0, at + 1) }]
    })
  })
  const [shortest] = ways.sort((one, other) => one.steps.length - other.steps.length)
  if (!shortest) throw new Error('no run brings an instrument into force')
  return shortest
}

/**
 * Begins whole weeks before the runs do, so that its days are as long and as far from a weekend as its run says.
 *
 * @returns the id of its dossier. `until`: when it is done at the latest
 */
export async function openInForce(sides: Sides, until: number): Promise<string> {
  const { procedure, steps } = wayIntoForce()
  const weeks = Math.ceil((START - until + (steps.at(-1)?.at ?? 0)) / WEEK)
  return follow(sides, procedure, steps, START - weeks * WEEK, (value) => value)
}
