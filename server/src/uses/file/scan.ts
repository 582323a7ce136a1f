/** The operator's scanner: an outside command that is fed a file and says by its end what it is. */
import { spawn } from 'node:child_process'
import { pipeline } from 'node:stream/promises'
import { DAY } from '@counterpart/casework/civil'
import { killGroup, OWN_GROUP } from '../../command-group.ts'
import type { Node } from '../relation.ts'
import type { FileKeep } from './file-keep.ts'
import { type FileSecret, plainOf } from './file-read.ts'

/** `unknown`: it gave no answer; the file stays held and is asked for again. */
export type Scanned = 'clean' | 'refused' | 'unknown'

const LONGEST = 60 * 60_000
const MEGABYTE = 1024 * 1024

/**
 * A round ends after so many files without an answer. Those keep a pause, so the next round reaches others; the newest
 * come first again.
 */
export const MOST_UNANSWERED = 3

/**
 * Pause before a file without an answer is tried again; it doubles each time. While the scanner answers nothing at all
 * the pause stays short, so that its return is noticed. Seconds.
 */
const [FIRST_PAUSE, LONGEST_PAUSE, SILENT_PAUSE] = [30, DAY, 600]
/** After so many times without an answer while others got theirs, a file says nothing about the scanner any more. */
const KNOWN = 5
/** For so many files it is remembered that they wait; the others are tried as if they had just come. */
const REMEMBERED = 10_000

/**
 * Exit 0 lets the file in, exit 1 keeps it out, as scanners for mail have it; anything else is no answer. What it
 * prints is thrown away, since it can hold a name from the file. `stopped`: the node ends and waits for no scanner;
 * this is no silence of the scanner.
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

/** Whether the scanner is to be asked about this file now: a small file that it hangs on costs a minute each time. */
export function isScanDue({ monotonic }: Pick<Node, 'monotonic'>, keep: FileKeep, name: string): boolean {
  return monotonic() >= (keep.unscanned.get(name)?.notBefore ?? 0)
}

function answered(keep: FileKeep, name: string): void {
  keep.unscanned.delete(name)
  for (const [other, { since, before, times, notBefore }] of keep.unscanned)
    keep.unscanned.set(other, {
      since: null,
      // Counts only files that were asked about since the scanner last answered: they got nothing while this one did.
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
 * Since when the scanner has answered nothing about the files that are still here; `null` while it answers. It is no
 * silence where it fails on one file again that failed before others were answered, nor where it fails on files that
 * have failed many times.
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
  // A scanner that hangs on a small file gets less time than on a large one: other files wait behind it.
  const longest = Math.min(LONGEST, keep.patience + Math.ceil(secret.bytes / MEGABYTE) * 1000)
  const child = spawn(command, args, { ...OWN_GROUP, stdio: ['pipe', 'ignore', 'ignore'] })
  const ending = AbortSignal.any([stopped, AbortSignal.timeout(longest)])
  const end = () => killGroup(child)
  ending.addEventListener('abort', end)
  if (ending.aborted) end()
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null))
    child.once('close', (code) => resolve(code))
  })
  // A scanner that has seen enough closes its input: what counts is how it ends.
  const fed = await pipeline(plainOf(keep.folder, name, secret), child.stdin).then(
    () => true,
    (error: unknown) => isClosed(error),
  )
  if (!fed) end()
  const code = await ended
  ending.removeEventListener('abort', end)
  if (!fed) return 'unknown'
  return code === 0 ? 'clean' : code === 1 ? 'refused' : 'unknown'
}

function isClosed(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET'
}
