/** Evidence is made in memory, up to hundreds of megabytes of it: one file after the other, whoever asks for how many. */
let last: Promise<unknown> = Promise.resolve()

export function inEvidenceTurn<T>(make: () => Promise<T>): Promise<T> {
  const made = last.then(make)
  // That it ended, and not what it is: it would stay here until somebody asks for the next, with persons that were destroyed since.
  last = made.then(ended, ended)
  return made
}

function ended(): void {}
