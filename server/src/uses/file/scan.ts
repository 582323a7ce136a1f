/** The operator's scanner: an outside command that is fed a file and says by its end what it is. */

import { spawn } from 'node:child_process'
import { pipeline } from 'node:stream/promises'
import { DAY } from '@counterpart/casework/civil'
import type { Node } from '../relation.ts'
import type { FileKeep } from './file-keep.ts'
import { type FileSecret, plainOf } from './file-read.ts'

/** `unknown`: it gave no answer; the file stays held and is asked for again. */
export type Scanned = 'clean' | 'refused' | 'unknown'

const LONGEST = 60 * 60_000
const MEGABYTE = 1024 * 1024

/** So many without an answer, and those that began to wait are not kept from theirs: the next time the newest are first again. */
export const MOST_UNANSWERED = 3

/** Pause of a file without an answer; it doubles with each. In a silence of the scanner its end is not missed. Seconds. */
const [FIRST_PAUSE, LONGEST_PAUSE, SILENT_PAUSE] = [30, DAY, 600]
/** A file that got none so often, while others got theirs, says nothing of the scanner any more. */
const KNOWN = 5
/** Of so many files without an answer is known that they wait; the others are asked as if they had just come. */
const REMEMBERED = 10_000

/**
 * Exit 0 lets the file in, exit 1 keeps it out, as scanners for mail have it; anything else is no answer.
 * What it prints is thrown away: it can hold the name of what is in the file. `stopped`: the node ends, and waits
 * for no scanner, which is then not called silent.
 */
export async function scan(
  node: Pick<Node, 'clock' | 'monotonic'>,
  keep: FileKeep,
  name: string,
  secret: FileSecret,
  stopped: AbortSignal = new AbortController().signal,
): Promise<Scanned> {
  const said = await answerOf(keep, name, secret, stopped)
  if (said !== 'unknown') answered(keep, name)
  else if (!stopped.aborted) unanswered(node, keep, name)
  return said
}

/** Whether the scanner is to be asked about this file now: a small file that it hangs over costs it a minute each time. */
export function isScanDue({ monotonic }: Pick<Node, 'monotonic'>, keep: FileKeep, name: string): boolean {
  return monotonic() >= (keep.unscanned.get(name)?.notBefore ?? 0)
}

function answered(keep: FileKeep, name: string): void {
  keep.unscanned.delete(name)
  for (const [other, { since, before, times, notBefore }] of keep.unscanned)
    keep.unscanned.set(other, {
      since: null,
      // Only what was asked since the last answer got none while this one did.
      before: since === null ? before : before + 1,
      times: before === 0 ? 0 : times,
      notBefore,
    })
}

function unanswered(node: Pick<Node, 'clock' | 'monotonic'>, keep: FileKeep, name: string): void {
  const known = keep.unscanned.get(name) ?? { since: null, before: 0, times: 0 }
  const longest = known.before === 0 ? SILENT_PAUSE : LONGEST_PAUSE
  const pause = Math.min(longest, FIRST_PAUSE * 2 ** Math.min(known.times, 20))
  keep.unscanned.set(name, {
    since: known.since ?? node.clock(),
    before: known.before,
    times: known.times + 1,
    notBefore: node.monotonic() + pause,
  })
  const [oldest] = keep.unscanned.keys()
  if (keep.unscanned.size > REMEMBERED && oldest !== undefined) keep.unscanned.delete(oldest)
}

/**
 * Since when the scanner has answered nothing about what is still here; `null` while it answers. One file alone that it
 * chokes on again, after others got their answers, is no silence; nor are any number that it choked on time and again.
 */
export async function silentSince(keep: FileKeep): Promise<number | null> {
  const waiting = [...keep.unscanned].filter(([, { since, before }]) => since !== null && before < KNOWN)
  waiting.sort(([, one], [, other]) => (one.since ?? 0) - (other.since ?? 0))
  let first: number | null = null
  for (const [name, { since, before }] of waiting) {
    if ((await keep.folder.size(name)) === null) keep.unscanned.delete(name)
    else if (first !== null || before === 0) return first ?? since
    else first = since
  }
  return null
}

async function answerOf(
  keep: FileKeep,
  name: string,
  secret: FileSecret,
  stopped: AbortSignal,
): Promise<Scanned> {
  const [command, ...args] = keep.scanner ?? []
  if (command === undefined) return 'clean'
  // One that hangs over a small file is not waited for as over a large one: others stand behind it.
  const longest = Math.min(LONGEST, keep.patience + Math.ceil(secret.bytes / MEGABYTE) * 1000)
  const child = spawn(command, args, {
    stdio: ['pipe', 'ignore', 'ignore'],
    signal: AbortSignal.any([stopped, AbortSignal.timeout(longest)]),
    // One that hangs may not listen.
    killSignal: 'SIGKILL',
  })
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null))
    child.once('close', (code) => resolve(code))
  })
  // A scanner that has seen enough closes its input: what counts is how it ends.
  const fed = await pipeline(plainOf(keep.folder, name, secret), child.stdin).then(
    () => true,
    (error: unknown) => isClosed(error),
  )
  if (!fed) child.kill()
  const code = await ended
  if (!fed) return 'unknown'
  return code === 0 ? 'clean' : code === 1 ? 'refused' : 'unknown'
}

function isClosed(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET'
}
