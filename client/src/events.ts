/** Live updates of a node, over a connection that comes back by itself. What was missed is to be read again. */
import type { Connection } from './connect.ts'
import type { Line } from './types.ts'

export interface Listener {
  changed?(event: { relation: string; dossiers: string[] }): void
  line?(event: { relation: string; line: Line }): void
  /** Connected; after the first time, something may have been missed in between. */
  open?(again: boolean): void
  /** The node is not heard any more; `open` follows once it is. */
  lost?(): void
}

const FIRST_WAIT_MS = 500
const MOST_WAIT_MS = 15_000

/** Resolves when `signal` aborts; rejects when the node refuses to be listened to. */
export async function subscribe(
  connection: Connection,
  listener: Listener,
  signal: AbortSignal,
): Promise<void> {
  let wait = FIRST_WAIT_MS
  let again = false
  while (!signal.aborted) {
    try {
      const answer = await connection.fetch('/api/events', {
        signal,
        headers: { accept: 'text/event-stream' },
      })
      listener.open?.(again)
      wait = FIRST_WAIT_MS
      if (answer.body) await read(answer.body, listener)
    } catch (error) {
      if (signal.aborted) return
      const status = (error as { status?: unknown }).status
      if (typeof status === 'number' && status >= 400 && status < 500) throw error
    }
    if (signal.aborted) return
    again = true
    listener.lost?.()
    await pause(wait, signal)
    wait = Math.min(wait * 2, MOST_WAIT_MS)
  }
}

async function read(body: ReadableStream<Uint8Array>, listener: Listener): Promise<void> {
  let rest = ''
  const decoder = new TextDecoder()
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true })
    const blocks = rest.split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) tell(block, listener)
  }
}

/** One block of a stream; comments and names that are not known are passed over. */
export function tell(block: string, listener: Listener): void {
  let name = ''
  let data = ''
  for (const line of block.split('\n')) {
    if (line.startsWith('event: ')) name = line.slice('event: '.length)
    if (line.startsWith('data: ')) data += line.slice('data: '.length)
  }
  if (name === 'changed') listener.changed?.(JSON.parse(data))
  if (name === 'line') listener.line?.(JSON.parse(data))
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
}
