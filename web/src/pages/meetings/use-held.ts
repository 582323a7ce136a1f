import { useMemo } from 'react'
import { useDeclarations } from '../../api/queries.ts'
import type { FrameRow } from '../../api/types.ts'
import { dayOfTime } from '../../time/civil.ts'
import { useNow } from '../../time/use-now.ts'
import { meetingOf } from './meeting.ts'

/** Whether a meeting was held, by its id. */
export function useHeld(rows: readonly FrameRow[]): (id: string) => boolean {
  const declarations = useDeclarations()
  const today = dayOfTime(useNow(600))
  return useMemo(() => {
    const held = new Set(
      rows.filter((row) => meetingOf(row, declarations, today).status === 'held').map((row) => row.id),
    )
    return (id) => held.has(id)
  }, [rows, declarations, today])
}
