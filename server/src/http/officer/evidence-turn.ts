/**
 * Evidence is made in memory, up to hundreds of megabytes of it. So one file is made after the other, whoever asks and
 * for how many.
 */
let last: Promise<unknown> = Promise.resolve()

export function inEvidenceTurn<T>(make: () => Promise<T>): Promise<T> {
  const made = last.then(make)
  // Keeps only that it ended. The file itself would stay in memory until somebody asks for the next one, with data of
  // persons that was destroyed since.
  last = made.then(ended, ended)
  return made
}

function ended(): void {}
