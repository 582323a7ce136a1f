import { type Act, KEPT, type Procedure, type Side } from '../language/index.ts'
import { own } from '../language/own.ts'

/** What an act does to the dossier it stands in. */
export type Effect = 'opens' | 'moves' | 'ends' | 'pauses' | 'resumes' | 'extends' | 'stays'

/** How the rung of an act is shown. `title` and `order` are keys of the texts: what was done, and what to do. */
export interface RungTitle {
  title: string
  order: string
  by: Side
  effect: Effect
  /** Names of fields to show on the rung, kept ones first. */
  fields: string[]
}

/** By act, in the order of the declaration. */
export function timelineOf(procedure: Procedure): Record<string, RungTitle> {
  return Object.fromEntries(
    Object.entries(procedure.acts).map(([name, act]) => [
      name,
      {
        title: `/acts/${name}/done`,
        order: `/acts/${name}/title`,
        by: act.by,
        effect: effectOf(procedure, act),
        fields: fieldsOf(procedure, act),
      },
    ]),
  )
}

function effectOf(procedure: Procedure, act: Act): Effect {
  if (act.opens) return 'opens'
  const to = act.to === undefined ? undefined : own(procedure.states, act.to)
  if (to) return 'final' in to ? 'ends' : 'moves'
  if (act.clock === 'pause') return 'pauses'
  if (act.clock === 'resume') return 'resumes'
  return act.clock === 'extend' ? 'extends' : 'stays'
}

function fieldsOf(procedure: Procedure, act: Act): string[] {
  const names = [...new Set([...act.needs, ...(act.may ?? [])])]
  const isKept = (name: string) => own(procedure.fields, name)?.part === KEPT
  return [...names.filter(isKept), ...names.filter((name) => !isKept(name))]
}
