/**
 * Where the focus goes when what had it is taken from the page: a button that did its work, a row whose link was followed.
 * Left alone it falls to the body, and whoever goes by keys or hears the page begins again at its top.
 */

/** What is asked of an element here. */
export interface Place {
  isConnected: boolean
  tagName: string
  querySelectorAll(selector: string): ArrayLike<Place>
}

const HEADINGS = 'h1, h2, h3'

/**
 * The heading nearest to what is gone, else the outermost place that is still there. What is in the order of time is gone on
 * with at its end. `around`: the places it stood in, the inmost first.
 */
export function nextFocus<P extends Place>(around: readonly P[]): P | null {
  const left = around.filter(({ isConnected }) => isConnected)
  for (const place of left) {
    const headings = Array.from(place.querySelectorAll(HEADINGS)) as P[]
    const heading = place.tagName === 'OL' ? headings.at(-1) : headings[0]
    if (heading) return heading
  }
  return left.at(-1) ?? null
}

function around(element: Element, main: HTMLElement): HTMLElement[] {
  const places: HTMLElement[] = []
  for (let at = element.parentElement; at; at = at === main ? null : at.parentElement) places.push(at)
  return places
}

function focus(place: HTMLElement): void {
  if (!place.hasAttribute('tabindex')) place.tabIndex = -1
  place.focus({ preventScroll: true })
}

/** Watches over a page until it is called back. */
export function keepFocus(main: HTMLElement, layers: HTMLElement): () => void {
  let last: { element: Element; places: HTMLElement[] } | null = null
  const isLost = () => document.activeElement === document.body || document.activeElement === null

  function onFocus({ target }: FocusEvent): void {
    if (!(target instanceof HTMLElement)) return
    if (target !== main && main.contains(target)) last = { element: target, places: around(target, main) }
    // A page that has nothing yet holds the focus until its heading is there; what opens above gives it back.
    else if (target === main ? last?.element.isConnected : !layers.contains(target)) last = null
  }
  function onBlur({ target }: FocusEvent): void {
    // Whoever clicks beside everything has left it.
    setTimeout(() => {
      if (target === last?.element && last?.element.isConnected && isLost()) last = null
    })
  }
  function look(): void {
    if (!last || last.element.isConnected) return
    if (!isLost() && document.activeElement !== main) return
    // What is open above the page keeps the focus to itself.
    if (layers.querySelector('[aria-modal="true"]')) return
    const next = nextFocus(last.places)
    if (next && next !== document.activeElement) focus(next)
  }
  const observer = new MutationObserver(look)
  for (const watched of [main, layers]) observer.observe(watched, { childList: true, subtree: true })
  document.addEventListener('focusin', onFocus)
  document.addEventListener('focusout', onBlur)
  return () => {
    observer.disconnect()
    document.removeEventListener('focusin', onFocus)
    document.removeEventListener('focusout', onBlur)
  }
}
