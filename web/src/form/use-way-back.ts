import { useEffect, useState } from 'react'

/** Whoever goes by keys or hears the page goes on where the form was asked for, and not at the top of the page. */
export function useWayBack(): void {
  // Read while it is drawn: once it stands there the form itself has the focus.
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      // Behind what closes with it; where the page went on elsewhere, nothing is there to go back to.
      setTimeout(() => {
        if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
      })
    },
    [before],
  )
}
