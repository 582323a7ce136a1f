/** How the lines between offices that face each other are drawn. Pure: it is given where the offices stand. */
import type { Facing, Office } from './mechanism.ts'

/** One side's offices of a level, each beside the first of those it faces, else where it was. */
export function sortFacing(
  offices: readonly Office[],
  others: readonly Office[],
  facings: readonly Facing[],
): Office[] {
  const places = new Map(others.map(({ code }, at) => [code, at]))
  const first = (office: Office, at: number) => {
    const faced = facedBy(office.code, facings).flatMap((code) => places.get(code) ?? [])
    return faced.length === 0 ? at : Math.min(...faced)
  }
  return offices
    .map((office, at) => ({ office, first: first(office, at), at }))
    .toSorted((a, b) => a.first - b.first || a.at - b.at)
    .map(({ office }) => office)
}

/** Codes of the offices that one faces. */
export function facedBy(code: string, facings: readonly Facing[]): string[] {
  return facings.flatMap(({ one, other }) => (one === code ? [other] : other === code ? [one] : []))
}

/** Where an office stands on the drawing. */
export interface Box {
  left: number
  right: number
  top: number
  bottom: number
}

export interface Line {
  key: string
  one: string
  other: string
  /** For the attribute `d` of a path. */
  path: string
}

/** One line for each pair with an office on either side; what stands on one side alone has none. */
export function linesOf(
  facings: readonly Facing[],
  boxes: ReadonlyMap<string, Box>,
  isLeft: (code: string) => boolean,
): Line[] {
  const pairs = facings.flatMap(({ one, other }) => {
    if (!boxes.has(one) || !boxes.has(other) || isLeft(one) === isLeft(other)) return []
    return [isLeft(one) ? { left: one, right: other } : { left: other, right: one }]
  })
  const starts = endsOf(pairs, boxes, 'left')
  const ends = endsOf(pairs, boxes, 'right')
  return pairs.flatMap((pair) => {
    const [from, to] = [starts.get(pair), ends.get(pair)]
    if (!from || !to) return []
    const half = (to.x - from.x) / 2
    const bends = `${at(from.x + half, from.y)} ${at(to.x - half, to.y)}`
    const path = `M${at(from.x, from.y)}C${bends} ${at(to.x, to.y)}`
    return [{ key: `${pair.left} ${pair.right}`, one: pair.left, other: pair.right, path }]
  })
}

type Pair = Readonly<Record<'left' | 'right', string>>

/** The lines of an office leave it one below the other, in the order of where they lead. */
function endsOf(
  pairs: readonly Pair[],
  boxes: ReadonlyMap<string, Box>,
  side: 'left' | 'right',
): Map<Pair, { x: number; y: number }> {
  const partner = side === 'left' ? 'right' : 'left'
  const ends = new Map<Pair, { x: number; y: number }>()
  for (const [code, own] of Map.groupBy(pairs, (pair) => pair[side])) {
    const box = boxes.get(code)
    if (!box) continue
    const sorted = own.toSorted(
      (a, b) => (boxes.get(a[partner])?.top ?? 0) - (boxes.get(b[partner])?.top ?? 0),
    )
    for (const [place, pair] of sorted.entries())
      ends.set(pair, {
        x: side === 'left' ? box.right : box.left,
        y: box.top + ((box.bottom - box.top) * (place + 1)) / (sorted.length + 1),
      })
  }
  return ends
}

function at(x: number, y: number): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`
}
