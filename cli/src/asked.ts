/** When a command that runs on is to end: a signal, or whoever started it is gone. */

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** One Ctrl-C reaches us several times, also through those who started us: later ones are impatience. */
const SAME_MS = 1000

/**
 * Aborted when somebody asks the program to end; asked again later, it ends at once. Listened for before
 * anything is begun: what is on its way up has to be brought down in order, too.
 */
export function asked(): AbortSignal {
  const ending = new AbortController()
  let first: number | null = null
  const ask = () => {
    const now = performance.now()
    if (first !== null && now - first > SAME_MS) process.exit(1)
    first ??= now
    ending.abort()
  }
  for (const signal of SIGNALS) process.on(signal, ask)
  if (process.connected) process.on('disconnect', () => ending.abort())
  return ending.signal
}

/** Resolves when somebody has asked. */
export function whenAsked(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
