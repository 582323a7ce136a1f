/**
 * A page that holds something not sent yet is not left without a question: by a link or an act of the page itself,
 * by the buttons of the browser, or by closing it.
 */

/** Asks whether to leave, and does so after a yes. */
export type Ask = (leave: () => void) => void

const holds: Ask[] = []

/** Goes to another page of ours, after a yes where something is held. */
export function leaveFor(path: string, leave: () => void): void {
  const ask = holds.at(-1)
  // On the same page the form stays, wherever on it one looks.
  if (!ask || path === location.pathname) leave()
  else ask(leave)
}

/**
 * The browser has gone from what was `shown` to another page by itself: where something is held it is put on top
 * again, and a yes leads one step back, which is where the browser had gone. Answers whether it was.
 */
export function putBack(shown: string): boolean {
  const ask = holds.at(-1)
  if (!ask || new URL(shown, location.origin).pathname === location.pathname) return false
  history.pushState(null, '', shown)
  ask(() => history.back())
  return true
}

/** Until what it answers is called, the page is left only after a yes. */
export function hold(ask: Ask): () => void {
  holds.push(ask)
  addEventListener('beforeunload', unloading)
  return () => {
    const at = holds.indexOf(ask)
    if (at === -1) return
    holds.splice(at, 1)
    if (holds.length === 0) removeEventListener('beforeunload', unloading)
  }
}

function unloading(event: Event): void {
  event.preventDefault()
}
