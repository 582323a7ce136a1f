import { isSettledWithin, lengthsOf } from './cut.ts'
import type { Cut, DossierState, Party, Placed } from './entry.ts'
import { step } from './fold.ts'
import type { FoldContext } from './judge.ts'

type Base = Omit<FoldContext, 'viewOf' | 'entryOf'>

/** What a reading gives of a state, `null` before the dossier is opened; `before`: what it gave of the state before. */
type Read<T> = (state: DossierState | null, before: T | null) => T

/** What a dossier is read as from one of its entries on; an entry that changes nothing has none. */
interface From<T> {
  /** Index in the keeper's log of what settles the entry. */
  settler: number
  /** Where the guest's log ends with the entries up to here: a cut that ends before it has none of the order's beginnings. */
  guest: number
  read: T
}

/** A dossier as it was read at each of its places, without the entries: an entry more is one step more. */
export interface Readings<T> {
  readonly state: DossierState | null
  readonly all: readonly From<T>[]
}

/** Goes on from `before`, which stays as it was. What is on its way does not count. */
export function newReadings<T>(
  base: Base,
  read: Read<T>,
  before: Readings<T> = { state: null, all: [{ settler: -1, guest: 0, read: read(null, null) }] },
): { add(placed: Placed): void; readings: Readings<T> } {
  const context: FoldContext = { ...base, viewOf: () => null, entryOf: () => null }
  const all = [...before.all]
  const readings = { state: before.state, all }
  return {
    readings,
    add(placed) {
      if (placed.settler === null) return
      const state = next(readings.state, placed, context)
      if (state === readings.state) return
      const last = all.at(-1)
      const guest = Math.max(last?.guest ?? 0, placed.by === 'guest' ? placed.entry.index + 1 : 0)
      readings.state = state
      all.push({ settler: placed.settler, guest, read: read(state, last?.read ?? null) })
    },
  }
}

/**
 * Through a cut of a dossier kept by `asking`, of one kept by `keeper`: a binary search. `undefined` where logs contradict
 * each other: then what is within is no beginning of the order, and only the entries themselves say what it gives.
 */
export function readThrough<T>(
  { all }: Readings<T>,
  keeper: Party,
  parties: Base['parties'],
  cut: Cut,
  asking: Party,
): T | undefined {
  const lengths = lengthsOf(cut, asking, parties)
  const length = lengths[keeper] ?? 0
  let [low, high] = [0, all.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((all[middle]?.settler ?? 0) >= length) high = middle
    else low = middle + 1
  }
  const found = all[low - 1] ?? all[0]
  const guest = lengths[parties[0] === keeper ? parties[1] : parties[0]] ?? 0
  return found && found.guest <= guest ? found.read : undefined
}

/**
 * Reads one dossier through cuts. `placed`: its entries in their order; what is on its way does not count. `keeper`: its
 * keeper. The cut that the reading is given is one of a dossier kept by `asking`. `contradicted`: called before a cut is
 * read of logs that contradict each other.
 */
export function cutReader<T>(
  placed: readonly Placed[],
  keeper: Party,
  base: Base,
  read: Read<T>,
  contradicted: () => void = () => undefined,
): (cut: Cut, asking: Party) => T {
  const settled = placed.filter(({ settler }) => settler !== null)
  const { add, readings } = newReadings(base, read)
  for (const one of settled) add(one)
  return (cut, asking) => {
    const found = readThrough(readings, keeper, base.parties, cut, asking)
    if (found !== undefined) return found
    contradicted()
    const lengths = lengthsOf(cut, asking, base.parties)
    const within = newReadings(base, read)
    for (const one of settled) if (isSettledWithin(one, keeper, lengths)) within.add(one)
    return within.readings.all.at(-1)?.read ?? read(null, null)
  }
}

function next(state: DossierState | null, placed: Placed, context: FoldContext): DossierState | null {
  const { header } = placed.entry
  const procedure = header && 'procedure' in header ? context.procedure(header.procedure) : null
  return procedure ? step(procedure, state, placed, context).state : state
}
