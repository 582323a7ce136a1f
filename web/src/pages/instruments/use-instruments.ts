import { useMemo } from 'react'
import { useDeclarations } from '../../api/queries.ts'
import type { FrameRow } from '../../api/types.ts'
import { type Instrument, instrumentOf } from './instrument.ts'

/** Instruments by id, with what their tree is drawn from. */
export function useInstruments(rows: readonly FrameRow[]): ReadonlyMap<string, Instrument> {
  const declarations = useDeclarations()
  return useMemo(
    () => new Map(rows.map((row) => [row.id, instrumentOf(row, declarations)])),
    [rows, declarations],
  )
}
