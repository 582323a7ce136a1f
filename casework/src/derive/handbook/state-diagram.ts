import type { Act, Procedure } from '../../language/index.ts'
import { inDiagram } from './markdown.ts'

/** An act that leaves so many states for one would hide the course of a dossier under its arrows. */
const MANY = 5

/**
 * A mermaid diagram of the states in a code block. Acts that leave the state as it is are not drawn, nor those
 * in `undrawn`.
 */
export function stateDiagram(procedure: Procedure, say: (key: string) => string): string {
  const names = Object.keys(procedure.states)
  const ids = new Map(names.map((name, index) => [name, `s${index}`]))
  const arrows = new Map<string, string[]>()
  const drawn = new Set<string>()
  const draw = (from: string, to: string, act: string) => {
    const arrow = `${from} --> ${to}`
    arrows.set(arrow, [...(arrows.get(arrow) ?? []), inDiagram(say(`/acts/${act}/title`))])
    drawn.add(from).add(to)
  }
  for (const [name, act] of Object.entries(procedure.acts)) {
    const to = act.to === undefined ? undefined : ids.get(act.to)
    if (to === undefined || leavesMany(act)) continue
    if (act.opens) draw('[*]', to, name)
    for (const state of act.from) {
      const from = ids.get(state)
      if (from !== undefined && from !== to) draw(from, to, name)
    }
  }
  const shown = names.flatMap((name) => {
    const id = ids.get(name)
    return id !== undefined && drawn.has(id) ? [{ name, id }] : []
  })
  const ends = shown.flatMap(({ name, id }) => {
    const state = procedure.states[name]
    return state && 'final' in state ? [`  ${id} --> [*]`] : []
  })
  return [
    '```mermaid',
    'stateDiagram-v2',
    ...shown.map(({ name, id }) => `  state "${inDiagram(say(`/states/${name}`))}" as ${id}`),
    ...[...arrows].map(([arrow, acts]) => `  ${arrow}: ${acts.join(' / ')}`),
    ...ends,
    '```',
  ].join('\n')
}

/** Acts that lead from many states to one: they are said below the diagram. */
export function undrawn({ acts }: Procedure): [name: string, act: Act & { to: string }][] {
  return Object.entries(acts).flatMap(([name, act]) =>
    act.to !== undefined && leavesMany(act) ? [[name, { ...act, to: act.to }]] : [],
  )
}

function leavesMany({ from, to }: Act): boolean {
  return from.filter((state) => state !== to).length >= MANY
}
