import { type AnchorHTMLAttributes, type MouseEvent, useEffect, useMemo, useSyncExternalStore } from 'react'
import { leaveFor } from './leaving.ts'
import { pathOf, type Route, routeOf } from './route.ts'

const MOVED = 'counterpart-moved'

function onMove(listener: () => void): () => void {
  addEventListener('popstate', listener)
  addEventListener('hashchange', listener)
  addEventListener(MOVED, listener)
  return () => {
    removeEventListener('popstate', listener)
    removeEventListener('hashchange', listener)
    removeEventListener(MOVED, listener)
  }
}

export function useRoute(): Route {
  const address = useSyncExternalStore(onMove, () => location.pathname + location.search + location.hash)
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
  dispatchEvent(new Event(MOVED))
}

/** Where something is held that was not sent yet, after a yes. */
export function go(route: Route): void {
  const path = pathOf(route)
  leaveFor(new URL(path, location.origin).pathname, () => show(route, path))
}

function show(route: Route, path: string): void {
  history.pushState(null, '', path)
  dispatchEvent(new Event(MOVED))
  const shown = 'at' in route && route.at !== undefined ? document.getElementById(route.at) : null
  if (shown) shown.scrollIntoView({ block: 'start' })
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
