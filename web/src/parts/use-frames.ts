import { type UseQueryResult, useQueries } from '@tanstack/react-query'
import { useCallback } from 'react'
import { frameQuery } from '../api/queries.ts'
import type { FrameRow, Part } from '../api/types.ts'

const NONE: readonly FrameRow[] = []

export interface Frames<P extends Part> {
  of: Readonly<Record<P, readonly FrameRow[]>>
  byId: ReadonlyMap<string, FrameRow>
  pending: boolean
  fault: unknown
  again(): void
}

/** All dossiers of a relation that play one of some parts; one request for each part. */
export function useFrames<P extends Part>(relation: string, ...parts: P[]): Frames<P> {
  const key = parts.join(' ')
  // The same function as long as the parts are the same, so that it is not asked again at every drawing.
  const combine = useCallback(
    (results: UseQueryResult<FrameRow[]>[]) => framesOf(key.split(' ') as P[], results),
    [key],
  )
  return useQueries({ queries: parts.map((part) => frameQuery(relation, part)), combine })
}

function framesOf<P extends Part>(
  parts: readonly P[],
  results: readonly UseQueryResult<FrameRow[]>[],
): Frames<P> {
  const rows = results.map((one) => one.data ?? NONE)
  return {
    of: Object.fromEntries(parts.map((part, at) => [part, rows[at] ?? NONE])) as Frames<P>['of'],
    byId: new Map(rows.flat().map((row) => [row.id, row])),
    pending: results.some((one) => one.isPending),
    fault: results.find((one) => one.isError && !one.data)?.error ?? null,
    again: () => {
      for (const one of results) void one.refetch()
    },
  }
}
