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

/** The first and the last of a stretch, whose end is the first behind it; one number where it is one, none where it is empty. */
export function endsOf({ start, end }: { start: number; end: number }): number[] {
  return end <= start ? [] : end === start + 1 ? [start] : [start, end - 1]
}

/** A file that was clicked to be saved: what was carried out last until then, and when. Seconds. */
export interface Saved {
  before: number | null
  clicked: number
}

/** One that was not saved after all is not asked for any longer. */
const PATIENCE = 120

/** Whether the node has still to note that a file was carried out. */
export function isAwaited(saved: Saved | null, { out }: Pick<Pouch, 'out'>, now: number): boolean {
  return saved !== null && now - saved.clicked < PATIENCE && (out?.at ?? null) === saved.before
}

/** With what every pouch begins (POUCH-1), whatever its version. */
const MAGIC = 'counterpart pouch\n'

/** Whether a file is a pouch at all, and perhaps a damaged one. */
export async function isPouch(file: Blob): Promise<boolean> {
  return (await file.slice(0, MAGIC.length).text()) === MAGIC
}
