import { useSyncExternalStore } from 'react'

function listen(changed: () => void): () => void {
  document.addEventListener('visibilitychange', changed)
  return () => document.removeEventListener('visibilitychange', changed)
}

/** Whether the page can be seen: not behind another tab, minimised, or on a locked screen. */
export function useVisible(): boolean {
  return useSyncExternalStore(listen, () => document.visibilityState === 'visible')
}
