/** The operator's scanner: an outside command that is fed a file and says by its end what it is. */
import { spawn } from 'node:child_process'
import { pipeline } from 'node:stream/promises'
import type { FileKeep } from './file-keep.ts'
import { type FileSecret, plainOf } from './file-read.ts'
import type { Node } from './relation.ts'

/** `unknown`: it gave no answer; the file stays held and is asked for again. */
export type Scanned = 'clean' | 'refused' | 'unknown'

const LONGEST = 60 * 60_000
const MEGABYTE = 1024 * 1024

/**
 * Exit 0 lets the file in, exit 1 keeps it out, as scanners for mail have it; anything else is no answer.
 * What it prints is thrown away: it can hold the name of what is in the file. `stopped`: the node ends, and waits
 * for no scanner, which is then not called silent.
 */
export async function scan(
  { clock }: Pick<Node, 'clock'>,
  keep: FileKeep,
  name: string,
  secret: FileSecret,
  stopped: AbortSignal = new AbortController().signal,
): Promise<Scanned> {
  const said = await answerOf(keep, name, secret, stopped)
  if (said !== 'unknown') {
    keep.unscanned.delete(name)
    for (const one of keep.unscanned.keys()) keep.unscanned.set(one, { since: null, before: true })
  } else if (!stopped.aborted) {
    const { since, before } = keep.unscanned.get(name) ?? { since: null, before: false }
    keep.unscanned.set(name, { since: since ?? clock(), before })
  }
  return said
}

/**
 * Since when the scanner has answered nothing about what is still here; `null` while it answers. One file alone that it
 * chokes on again, after others got their answers, is no silence.
 */
export async function silentSince(keep: FileKeep): Promise<number | null> {
  const waiting = [...keep.unscanned].filter(([, { since }]) => since !== null)
  waiting.sort(([, one], [, other]) => (one.since ?? 0) - (other.since ?? 0))
  let first: number | null = null
  for (const [name, { since, before }] of waiting) {
    if ((await keep.folder.size(name)) === null) keep.unscanned.delete(name)
    else if (first !== null || !before) return first ?? since
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
