/** Reads a file that was named on the command line. */
import { readFileSync } from 'node:fs'

/** @throws what the system says, always with the path: of a folder it leaves that out */
export function readGiven(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw Object.assign(error as NodeJS.ErrnoException, { path })
  }
}
