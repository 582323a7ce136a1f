import { useEffect, useState } from 'react'

/** For what opens above a page: whoever goes by keys or hears it goes on where that was asked for, and not at its top. */
export function useWayBack(): void {
  // Read while it is drawn: once it stands there it has the focus itself.
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
