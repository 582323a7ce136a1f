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

/** Until what it answers is called, the page is left only after a yes. */
export function hold(ask: Ask): () => void {
  let held = location.pathname + location.search + location.hash
  const page = location.pathname
  function moved(event: Event): void {
    if (location.pathname === page) {
      held = location.pathname + location.search + location.hash
      return
    }
    // The browser has moved already: the entry of this page is put on top again, and one step back leads there.
    event.stopImmediatePropagation()
    history.pushState(null, '', held)
    ask(() => history.back())
  }
  holds.push(ask)
  // Before those that show what the address says.
  addEventListener('popstate', moved, { capture: true })
  addEventListener('beforeunload', unloading)
  return () => {
    const at = holds.indexOf(ask)
    if (at === -1) return
    holds.splice(at, 1)
    removeEventListener('popstate', moved, { capture: true })
    removeEventListener('beforeunload', unloading)
  }
}

function unloading(event: Event): void {
  if (holds.length > 0) event.preventDefault()
}
