/** The one clock of the pages: the browser's, corrected by the server's when they differ visibly. */

let offset = 0
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | null = null

/** Takes the `Date` header of an answer; it has whole seconds, so less than two is no difference. */
export function noteServerTime(date: string | null): void {
  const server = date === null ? Number.NaN : Date.parse(date)
  if (Number.isNaN(server)) return
  const difference = Math.round((server - Date.now()) / 1000)
  offset = Math.abs(difference) < 2 ? 0 : difference
}

/** Seconds UTC. */
export function now(): number {
  return Math.floor(Date.now() / 1000) + offset
}

export function onSecond(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    for (const each of listeners) each()
  }, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0 || timer === null) return
    clearInterval(timer)
    timer = null
  }
}
