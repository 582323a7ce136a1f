/** Limits how long a body is waited for: nobody holds a connection by sending one without an end. */
import type { Socket } from 'node:net'
import type { App } from './officer/route.ts'

/** A request has to be complete within so many milliseconds, unless its route reads a file. */
export const READ_WITHIN = 30_000

/** How often it is checked that more comes of a file that nobody reads any more, and how many times at most. */
const [LOOKED_EVERY, MOST_LOOKS] = [30_000, 60]

export function addPatience(
  app: App,
  refuse: (error: Error & { code?: string }, socket: Socket) => void,
): void {
  app.addHook('onRequest', async ({ raw, routeOptions }) => {
    if (routeOptions.config?.stream === 'whole' || raw.complete) return
    const late = { code: 'ERR_HTTP_REQUEST_TIMEOUT' }
    const timer = setTimeout(() => {
      // A request that nobody reads never ends, though it came whole: a stream of events has no body. And a request of
      // a test may have no connection to close.
      if (!raw.complete && raw.socket.readable) refuse(Object.assign(new Error(), late), raw.socket)
    }, READ_WITHIN)
    timer.unref()
    for (const end of ['end', 'close'] as const) raw.once(end, () => clearTimeout(timer))
  })
  // A browser reads the answer only after it has sent the whole file, so the rest of a refused file is let in, unread.
  // Without this the connection stands still for ever, and every file behind this one waits.
  app.addHook('onResponse', async ({ raw, routeOptions }) => {
    const { socket } = raw
    if (routeOptions.config?.stream !== 'whole' || raw.complete || !socket.readable) return
    let [looks, came] = [0, socket.bytesRead]
    const looking = setInterval(() => {
      looks += 1
      if (socket.bytesRead === came || looks >= MOST_LOOKS) socket.destroy()
      came = socket.bytesRead
    }, LOOKED_EVERY)
    looking.unref()
    for (const end of ['end', 'close'] as const) raw.once(end, () => clearInterval(looking))
    raw.resume()
  })
}
