/** Evidence is made in memory, up to hundreds of megabytes of it: one file after the other, whoever asks for how many. */
let last: Promise<unknown> = Promise.resolve()

export function inEvidenceTurn<T>(make: () => Promise<T>): Promise<T> {
  const made = last.then(make)
  last = made.catch(() => undefined)
  return made
}
