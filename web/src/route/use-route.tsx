import { type AnchorHTMLAttributes, type MouseEvent, useEffect, useMemo, useSyncExternalStore } from 'react'
import { leaveFor, putBack } from './leaving.ts'
import { pathOf, type Route, routeOf } from './route.ts'

const watching = new Set<() => void>()
/** What the pages show: path, query and fragment. */
let shown = ''

function addressNow(): string {
  return location.pathname + location.search + location.hash
}

/** The address is another one now, by an act of ours. */
function moved(): void {
  shown = addressNow()
  for (const watcher of watching) watcher()
}

function movedByBrowser(): void {
  if (!putBack(shown)) moved()
}

/**
 * One listener for all who watch: whether the page is left is decided before any of them hears of it. A second
 * listener that captures would not do, for Chrome calls those of `window` in the order in which they came.
 */
function onMove(watcher: () => void): () => void {
  if (watching.size === 0) {
    shown = addressNow()
    addEventListener('popstate', movedByBrowser)
    addEventListener('hashchange', movedByBrowser)
  }
  watching.add(watcher)
  return () => {
    watching.delete(watcher)
    if (watching.size > 0) return
    removeEventListener('popstate', movedByBrowser)
    removeEventListener('hashchange', movedByBrowser)
  }
}

export function useRoute(): Route {
  const address = useSyncExternalStore(onMove, addressNow)
  return useMemo(() => routeOf(address), [address])
}

/** Brings into view what the address means of a page, once it is there. */
export function useShown(id: string | undefined, isThere: boolean): void {
  useEffect(() => {
    if (id === undefined || !isThere) return
    const shown = document.getElementById(id)
    shown?.scrollIntoView({ block: 'start' })
    shown?.focus({ preventScroll: true })
  }, [id, isThere])
}

/** A part of the address after `?`, for what a page narrows by. */
export function useParam(name: string): string | null {
  const search = useSyncExternalStore(onMove, () => location.search)
  return new URLSearchParams(search).get(name)
}

export function setParams(params: Record<string, string | null>): void {
  const next = new URLSearchParams(location.search)
  for (const [name, value] of Object.entries(params)) {
    if (value === null) next.delete(name)
    else next.set(name, value)
  }
  const search = next.toString()
  history.replaceState(null, '', search === '' ? location.pathname : `${location.pathname}?${search}`)
  moved()
}

/** Where something is held that was not sent yet, after a yes. */
export function go(route: Route): void {
  const path = pathOf(route)
  leaveFor(new URL(path, location.origin).pathname, () => show(route, path))
}

function show(route: Route, path: string): void {
  history.pushState(null, '', path)
  moved()
  const meant = 'at' in route && route.at !== undefined ? document.getElementById(route.at) : null
  if (meant) meant.scrollIntoView({ block: 'start' })
  else scrollTo(0, 0)
}

/** An ordinary link that does not load the page again. */
export function Link({ to, onClick, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { to: Route }) {
  function follow(event: MouseEvent<HTMLAnchorElement>): void {
    onClick?.(event)
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return
    event.preventDefault()
    go(to)
  }
  return <a {...rest} href={pathOf(to)} onClick={follow} />
}
