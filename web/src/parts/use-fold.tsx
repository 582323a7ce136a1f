import { type ReactNode, useState } from 'react'
import { useTexts } from '../text/use-texts.tsx'
import { Icon } from './icon.tsx'

/** A long list shows its first items; the others are there for paper, and on the screen when asked for. */
export function useFold(
  count: number,
  first = count,
  key: 'page.more-rows' | 'ladder.more-fields' = 'page.more-rows',
): { hides(at: number): boolean; more: ReactNode } {
  const { t } = useTexts()
  const [open, setOpen] = useState(false)
  // One more is shown rather than hidden behind a line of its own.
  const folded = !open && count > first + 1
  return {
    hides: (at) => folded && at >= first,
    more: folded && (
      <button type="button" className="quiet unfold" onClick={() => setOpen(true)}>
        <Icon name="down" size={13} /> {t(key, { count: count - first })}
      </button>
    ),
  }
}
