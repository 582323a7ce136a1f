/** What an act may know of another dossier: as settled within the first entries of each log. */
import type { Cut, Party, Placed } from './entry.ts'

/** How many entries of each party's log the cut of a dossier with this keeper leaves. */
export function lengthsOf(
  cut: Cut,
  keeper: Party,
  parties: readonly [Party, Party],
): { [party: Party]: number } {
  const guest = parties[0] === keeper ? parties[1] : parties[0]
  return { [keeper]: cut.keeper, [guest]: cut.guest }
}

/** Whether an entry of a dossier is there and settled in logs of these lengths, by the rule of its own keeper. */
export function isSettledWithin(placed: Placed, keeper: Party, lengths: { [party: Party]: number }): boolean {
  if (placed.settler === null || placed.settler >= (lengths[keeper] ?? 0)) return false
  return placed.entry.index < (lengths[placed.entry.side] ?? 0)
}
