import { useMemo } from 'react'
import { useDeclarations } from '../../api/queries.ts'
import type { FrameRow } from '../../api/types.ts'
import { useToday } from '../../time/use-now.ts'
import { type Meeting, meetingOf } from './meeting.ts'

/** Meetings as they stand today. */
export function useMeetings(rows: readonly FrameRow[]): readonly Meeting[] {
  const declarations = useDeclarations()
  const today = useToday()
  return useMemo(() => rows.map((row) => meetingOf(row, declarations, today)), [rows, declarations, today])
}

/** Whether one of some meetings was held, by its id. */
export function useHeld(meetings: readonly Meeting[]): (id: string) => boolean {
  return useMemo(() => {
    const held = new Set(meetings.flatMap(({ id, status }) => (status === 'held' ? [id] : [])))
    return (id) => held.has(id)
  }, [meetings])
}
