import type { FrameRow } from '../../api/types.ts'
import { editionsOf, type Meeting } from '../meetings/meeting.ts'

export interface QuickPeriod {
  series: FrameRow
  before: Meeting
  /** `null` for the time since the last edition. */
  after: Meeting | null
  from: string
  /** `null` until today. */
  until: string | null
}

/** The periods that a series itself makes: from each edition that was held to the next, and since the last. */
export function quickPeriods(series: readonly FrameRow[], meetings: readonly Meeting[]): QuickPeriod[] {
  return series.flatMap((one) => {
    const held = editionsOf(one.id, meetings).flatMap((meeting) =>
      meeting.status === 'held' && meeting.begins ? [{ meeting, day: meeting.begins.date }] : [],
    )
    return held.map(({ meeting, day }, at) => {
      const next = held[at + 1]
      return {
        series: one,
        before: meeting,
        after: next?.meeting ?? null,
        from: day,
        until: next?.day ?? null,
      }
    })
  })
}
