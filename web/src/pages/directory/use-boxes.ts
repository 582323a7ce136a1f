import { type RefObject, useLayoutEffect, useState } from 'react'
import type { Box } from './facing-lines.ts'

export interface Drawn {
  width: number
  height: number
  boxes: ReadonlyMap<string, Box>
}

const NOTHING: Drawn = { width: 0, height: 0, boxes: new Map() }

/** Where the marked elements inside stand, measured anew whenever the whole takes another shape. */
export function useBoxes(whole: RefObject<HTMLElement | null>, mark: string): Drawn {
  const [drawn, setDrawn] = useState(NOTHING)
  useLayoutEffect(() => {
    const element = whole.current
    if (!element) return
    const measure = () => setDrawn(measured(element, mark))
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    measure()
    return () => observer.disconnect()
  }, [whole, mark])
  return drawn
}

function measured(whole: HTMLElement, mark: string): Drawn {
  const frame = whole.getBoundingClientRect()
  const boxes = new Map<string, Box>()
  for (const element of whole.querySelectorAll<HTMLElement>(`[${mark}]`)) {
    const { left, right, top, bottom } = element.getBoundingClientRect()
    boxes.set(element.getAttribute(mark) ?? '', {
      left: left - frame.left,
      right: right - frame.left,
      top: top - frame.top,
      bottom: bottom - frame.top,
    })
  }
  return { width: frame.width, height: frame.height, boxes }
}
