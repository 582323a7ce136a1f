/** What a page says of pouches, as the node's rules have it. */
import type { Officer, Pouch } from '../../api/types.ts'

/** As the node decides; it is asked all the same. */
export function mayCarry({ roles, office }: Officer): boolean {
  return (
    !roles.includes('overseer') &&
    (roles.includes('administrator') || (roles.includes('secretary') && office.level === 'ministry'))
  )
}

/** The stretches of their log that have to come before what waits can be taken in. */
export function missing({ held, aside }: Pick<Pouch, 'held' | 'aside'>): { from: number; to: number }[] {
  const gaps: { from: number; to: number }[] = []
  let upTo = held
  for (const { start, end } of aside.toSorted((a, b) => a.start - b.start)) {
    if (start > upTo) gaps.push({ from: upTo, to: start })
    upTo = Math.max(upTo, end)
  }
  return gaps
}
