/**
 * Schedules that once failed, each made as short as it still did, with every step spelt out: they stay what they are when
 * kinds of steps are added or come more often.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type FuzzFailure, runSteps, type Tally } from './_run.ts'
import { type Drawn, drawStep } from './_steps.ts'
import { openedIn } from './_world.ts'

export interface Find {
  found: string
  seed: number
  /** Names of the procedures of which dossiers are opened. */
  opened: readonly string[]
  steps: readonly Drawn[]
}

const FOLDER = new URL('./finds/', import.meta.url)

export function finds(): Find[] {
  return readdirSync(FOLDER)
    .sort()
    .map((name) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Find)
}

/** @throws FuzzFailure */
export function runFind({ seed, opened, steps }: Find): Promise<Tally> {
  return runSteps(seed, { at: (step) => steps[step - 1] as Drawn, number: steps.length, opened })
}

function fails(find: Find): Promise<boolean> {
  return runFind(find).then(
    () => false,
    (_: FuzzFailure) => true,
  )
}

/** The steps of a seed up to where it failed, without all those without which it fails as well. `null`: it does not fail. */
export async function shortened(
  seed: number,
  steps: number,
  found: string,
  tried: (left: number) => void = () => undefined,
): Promise<Find | null> {
  let find: Find = {
    found,
    seed,
    opened: openedIn(seed),
    steps: Array.from({ length: steps }, (_, at) => drawStep(seed, at + 1)),
  }
  if (!(await fails(find))) return null
  for (let piece = Math.ceil(steps / 2); piece >= 1; piece = piece === 1 ? 0 : Math.ceil(piece / 2))
    for (let at = find.steps.length - piece; at > -piece; at -= piece) {
      const shorter = { ...find, steps: find.steps.toSpliced(Math.max(0, at), piece + Math.min(0, at)) }
      if (await fails(shorter)) find = shorter
      tried(find.steps.length)
    }
  return find
}

export function keep(name: string, find: Find): void {
  const lines = find.steps.map((step) => `    [${step.map((one) => JSON.stringify(one)).join(', ')}]`)
  const { steps: _, ...head } = find
  const named = Object.entries(head).map(
    ([name, value]) => `  "${name}": ${JSON.stringify(value).replaceAll('","', '", "')},`,
  )
  const text = ['{', ...named, '  "steps": [', lines.join(',\n'), '  ]', '}', ''].join('\n')
  writeFileSync(new URL(`${name}.json`, FOLDER), text)
}
