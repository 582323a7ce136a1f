/** How long a body is waited for: whoever sends one without an end holds no connection by it. */
import type { Socket } from 'node:net'
import type { App } from './officer/route.ts'

/** A request is there as a whole within so many milliseconds, unless its route reads a file. */
export const READ_WITHIN = 30_000

/** So often it is looked whether more came of a file that nobody reads any more, and so many times at the most. */
const [LOOKED_EVERY, MOST_LOOKS] = [30_000, 60]

export function addPatience(
  app: App,
  refuse: (error: Error & { code?: string }, socket: Socket) => void,
): void {
  app.addHook('onRequest', async ({ raw, routeOptions }) => {
    if (routeOptions.config?.stream === 'whole' || raw.complete) return
    const late = { code: 'ERR_HTTP_REQUEST_TIMEOUT' }
    const timer = setTimeout(() => {
      // What nobody reads never ends, though it came whole: a stream of events is asked for without a body. And what was
      // asked without a line, as by a test, has none to close.
      if (!raw.complete && raw.socket.readable) refuse(Object.assign(new Error(), late), raw.socket)
    }, READ_WITHIN)
    timer.unref()
    for (const end of ['end', 'close'] as const) raw.once(end, () => clearTimeout(timer))
  })
  // A browser looks at an answer only when all of its file is sent: what is left of a refused one is let pass, unread.
  // Without this the connection stands still for ever, and with it every file behind this one.
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
