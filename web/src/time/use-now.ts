import { useSyncExternalStore } from 'react'
import { dayOfTime } from './civil.ts'
import { now, onSecond } from './now.ts'

/** The time in seconds, changing only every `step` seconds so that nothing is drawn for nothing. */
export function useNow(step = 30): number {
  return useSyncExternalStore(onSecond, () => Math.floor(now() / step) * step)
}

/** The day in UTC, which a review counts by. */
export function useToday(): string {
  return dayOfTime(useNow(600))
}
