/**
 * Brings a file to the node piece by piece. A piece that is lost is brought again from where the node says that
 * it has the rest; pieces become smaller on a line that loses them, and larger on one that does not.
 */
import { LIMITS, PATTERNS } from '@counterpart/casework'
import { ApiError } from '@counterpart/client'
import { ask, isSignedOut, node } from './node.ts'
import type { FileBrought, Upload } from './types.ts'

export interface UploadTarget {
  relation: string
  dossier?: string
  act?: string
}

export interface Bringing {
  bytes: number
  done: number
  /** Whether the node has all of it and its scanner has not answered yet. */
  scanning: boolean
  /** What it waits for, and goes on by itself: a better line, or that its officer signs in again, as the form around it does. */
  waiting: 'line' | 'session' | null
}

const CHUNK = 64 * 1024
const LARGEST = 8 * 1024 * 1024
/** The node takes a request of at most half a minute. */
const SLOW_MS = 8_000
const PAUSE_MS = 1_500

/** @throws ApiError of a refusal, or the signal's reason; a line that is down is waited for */
export async function bring(
  file: File,
  target: UploadTarget,
  signal: AbortSignal,
  told: (bringing: Bringing) => void,
): Promise<FileBrought> {
  const body = { ...target, name: nameOf(file.name), bytes: file.size }
  const first = await patient(signal, told, { bytes: file.size, done: 0 }, () =>
    ask(node.api.POST('/api/uploads', { body })),
  )
  const path = { id: first.id }
  const drop = () => void node.api.DELETE('/api/uploads/{id}', { params: { path } }).catch(() => undefined)
  signal.addEventListener('abort', drop)
  try {
    let upload: Upload = first
    let length = 16 * CHUNK
    while (upload.file === null) {
      signal.throwIfAborted()
      if (upload.state === 'refused') throw new ApiError({ status: 409, code: 'file-refused' })
      const { offset } = upload
      const at = { bytes: file.size, done: offset }
      told({ ...at, scanning: upload.state === 'scanning', waiting: null })
      const look = () => ask(node.api.GET('/api/uploads/{id}', { params: { path } }))
      if (upload.state === 'scanning') {
        await pause(PAUSE_MS, signal)
        upload = await patient(signal, told, at, look)
        continue
      }
      const began = performance.now()
      try {
        upload = await piece(first.id, offset, file.slice(offset, offset + length), signal)
        const isFast = performance.now() - began < SLOW_MS / 4
        if (isFast) length = Math.min(LARGEST, length * 2)
      } catch (thrown) {
        if (signal.aborted || !isPassing(thrown)) throw thrown
        length = Math.max(CHUNK, Math.floor(length / 2 / CHUNK) * CHUNK)
        told({ ...at, scanning: false, waiting: waitsFor(thrown) })
        await pause(PAUSE_MS, signal)
        upload = await patient(signal, told, at, look)
      }
    }
    return upload.file
  } finally {
    signal.removeEventListener('abort', drop)
  }
}

const SHOWN = new RegExp(PATTERNS.line, 'u')

/** As a field takes it: signs that nobody sees, which other programs put into names, are left out. */
export function nameOf(name: string): string {
  const signs = [...name.normalize('NFC')].filter((sign) => SHOWN.test(`x${sign}`))
  const text = shortened(signs).join('')
  return SHOWN.test(text) ? text : 'file'
}

/** What a file is called in few enough signs; its ending stays, for by it a machine knows what opens it. */
function shortened(signs: readonly string[]): readonly string[] {
  if (signs.length <= LIMITS.file) return signs
  const dot = signs.lastIndexOf('.')
  const ending = dot > 0 && signs.length - dot <= LONGEST_ENDING ? signs.slice(dot) : []
  return [...signs.slice(0, LIMITS.file - ending.length), ...ending]
}

const LONGEST_ENDING = 12

async function piece(id: string, offset: number, body: Blob, signal: AbortSignal): Promise<Upload> {
  const answer = await node.fetch(`/api/uploads/${id}?offset=${offset}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    body,
    signal: AbortSignal.any([signal, AbortSignal.timeout(3 * SLOW_MS)]),
  })
  return (await answer.json()) as Upload
}

/** Asks until there is an answer. */
async function patient<T>(
  signal: AbortSignal,
  told: (bringing: Bringing) => void,
  at: Pick<Bringing, 'bytes' | 'done'>,
  call: () => Promise<T>,
): Promise<T> {
  for (;;) {
    signal.throwIfAborted()
    try {
      return await call()
    } catch (thrown) {
      if (!isPassing(thrown)) throw thrown
      told({ ...at, scanning: false, waiting: waitsFor(thrown) })
      await pause(PAUSE_MS, signal)
    }
  }
}

function waitsFor(thrown: unknown): 'line' | 'session' {
  return isSignedOut(thrown) ? 'session' : 'line'
}

/** What goes by itself or by signing in again: no line, a node that is just starting, a place that moved. */
function isPassing(thrown: unknown): boolean {
  if (!(thrown instanceof ApiError) || isSignedOut(thrown)) return true
  const { status, code } = thrown
  return status === 0 || status === 503 || code === 'upload-offset' || code === 'timeout'
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}
