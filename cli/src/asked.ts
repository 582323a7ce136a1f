/** When a command that runs on is to end: a signal, or whoever started it is gone. */

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** One Ctrl-C reaches us several times, also through those who started us: later ones are impatience. */
const SAME_MS = 1000

/** Resolves when somebody asks the program to end; asked again later, it ends at once. */
export function asked(): Promise<void> {
  return new Promise((resolve) => {
    let first: number | null = null
    const ask = () => {
      const now = performance.now()
      if (first !== null && now - first > SAME_MS) process.exit(1)
      first ??= now
      resolve()
    }
    for (const signal of SIGNALS) process.on(signal, ask)
    if (process.connected) process.on('disconnect', resolve)
  })
}
