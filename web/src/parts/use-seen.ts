import { type RefCallback, useCallback, useState } from 'react'

/** Whether an element has been on the screen, or near it: what belongs to it is read only then. */
export function useSeen(): [RefCallback<Element>, boolean] {
  const [seen, setSeen] = useState(false)
  const watch = useCallback((element: Element | null) => {
    if (!element) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return
        setSeen(true)
        observer.disconnect()
      },
      { rootMargin: '300px' },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [watch, seen]
}
