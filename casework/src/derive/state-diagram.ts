import type { Procedure } from '../language/index.ts'
import { inDiagram } from './markdown.ts'

/** A mermaid diagram of the states in a code block. Acts that leave the state as it is are not drawn. */
export function stateDiagram(procedure: Procedure, say: (key: string) => string): string {
  const names = Object.keys(procedure.states)
  const ids = new Map(names.map((name, index) => [name, `s${index}`]))
  const arrows = new Map<string, string[]>()
  const draw = (from: string, to: string, act: string) => {
    const arrow = `${from} --> ${to}`
    arrows.set(arrow, [...(arrows.get(arrow) ?? []), inDiagram(say(`/acts/${act}/title`))])
  }
  for (const [name, act] of Object.entries(procedure.acts)) {
    const to = act.to === undefined ? undefined : ids.get(act.to)
    if (to === undefined) continue
    if (act.opens) draw('[*]', to, name)
    for (const state of act.from) {
      const from = ids.get(state)
      if (from !== undefined && from !== to) draw(from, to, name)
    }
  }
  const ends = names.flatMap((name) => {
    const state = procedure.states[name]
    return state && 'final' in state ? [`  ${ids.get(name)} --> [*]`] : []
  })
  return [
    '```mermaid',
    'stateDiagram-v2',
    ...names.map((name) => `  state "${inDiagram(say(`/states/${name}`))}" as ${ids.get(name)}`),
    ...[...arrows].map(([arrow, acts]) => `  ${arrow}: ${acts.join(' / ')}`),
    ...ends,
    '```',
  ].join('\n')
}
