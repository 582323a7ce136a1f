import { useTexts } from '../text/use-texts.tsx'
import { beat, left } from '../time/countdown.ts'
import { now } from '../time/now.ts'
import { useNow } from '../time/use-now.ts'

/** How long is left of a due time, or how long it has passed; live. */
export function Countdown({ due, paused }: { due: number; paused: number | null }) {
  const { span, t } = useTexts()
  const at = useNow(beat(due - now()))
  const rest = left(due, at, paused)
  if (rest < 0) return <>{t('clock.late-by', { span: span(rest) })}</>
  return <>{span(rest)}</>
}
