/** How what is shown is read again. */
import type { QueryClient } from '@tanstack/react-query'

/** Ends when what is shown of it has been read. A reading that has brought nothing yet began before this was known: it is begun again. */
async function stale(client: QueryClient, queryKey: readonly unknown[]): Promise<void> {
  const first = { queryKey, predicate: (one: { state: { data: unknown } }) => one.state.data === undefined }
  await client.cancelQueries(first)
  await client.invalidateQueries({ queryKey })
}

/** How many times as long as its last reading a page waits, and from how long a reading on. */
const REST = 3
const LONG_MS = 300

/**
 * What is stale is read again, one reading at a time: what becomes stale meanwhile is read after it. What takes a node long, it
 * is not asked for without a pause, however much the other side has to say (SYNC-17).
 */
export function readerOf(client: QueryClient, signal: AbortSignal): (...keys: string[]) => void {
  const waiting = new Set<string>()
  let reading = false
  const read = async () => {
    reading = true
    while (waiting.size > 0 && !signal.aborted) {
      const [keys, begun] = [[...waiting], performance.now()]
      waiting.clear()
      await Promise.all(keys.map((key) => stale(client, [key])))
      const took = performance.now() - begun
      if (took > LONG_MS) await new Promise((resolve) => setTimeout(resolve, took * REST))
    }
    reading = false
  }
  return (...keys) => {
    for (const key of keys) waiting.add(key)
    if (!reading) void read()
  }
}
