/** How often others had their turn while something was worked on. */
export async function turnsIn(work: Promise<unknown>): Promise<number> {
  let turns = 0
  let next = setImmediate(function turn() {
    turns++
    next = setImmediate(turn)
  })
  await work.finally(() => clearImmediate(next))
  return turns
}
