/**
 * A server that cannot write its log on a full disk stops altogether, in the middle of a commit. So writing
 * is refused while there is still room for what is under way, and reading goes on.
 */
import { statfs } from 'node:fs/promises'
import { NodeError } from '../../errors.ts'

/** Three segments of the server's log. */
const LEAST = 12 * 1024 * 1024
/** Milliseconds for which an answer is believed: at our speeds not a segment is written in it. */
const FRESH = 100

export type Room = () => Promise<void>

/** Throws `disk-full` when the disk of `folder` has too little room left to write. */
export function roomOn(folder: string, least = LEAST): Room {
  let asked = Number.NEGATIVE_INFINITY
  return async () => {
    const now = performance.now()
    if (now - asked < FRESH) return
    if (await isFull(folder, least)) {
      throw new NodeError({ code: 'disk-full', message: `the disk of the database is full (${folder})` })
    }
    asked = now
  }
}

export async function isFull(folder: string, least: number): Promise<boolean> {
  const disk = await statfs(folder).catch(() => null)
  return disk !== null && disk.bavail * disk.bsize < least
}
