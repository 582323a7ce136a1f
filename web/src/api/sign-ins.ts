/** The tabs of one browser tell each other who is signed in: what waited for that in another of them goes on. */

/** What of a BroadcastChannel is used. */
interface Channel {
  postMessage(officer: string): void
  addEventListener(type: 'message', heard: (event: { data: unknown }) => void): void
}

type Listener = (officer: string) => void

export function signInsOver(channel: Channel | null) {
  const listeners = new Set<Listener>()
  function hear(officer: unknown): void {
    if (typeof officer === 'string') for (const listener of [...listeners]) listener(officer)
  }
  channel?.addEventListener('message', ({ data }) => hear(data))
  return {
    /** That the session of this browser is this officer's, by id: heard in this tab as well. */
    tell(officer: string): void {
      channel?.postMessage(officer)
      hear(officer)
    },
    /** Until the function that comes back is called. */
    listen(listener: Listener): () => void {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

export const signIns = signInsOver(
  typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('counterpart.signed-in'),
)
