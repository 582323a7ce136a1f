/** The offices that a run names where the clock raises: so that a node finds in its directory what the run says. */
import type { Level, Procedure } from '@counterpart/casework'
import type { Step } from '../../procedures/_drive.ts'
import { type Directory, directoryOf } from '../../server/src/directory.ts'

interface Named {
  code: string
  side: string
  level: Level
  faces: string[]
}

export function officesOf(procedure: Procedure, steps: readonly Step[]): Directory {
  const named = new Map<string, Named>()
  for (const { act, by, fields, expect } of steps) {
    if (procedure.acts[act]?.by !== 'clock' || expect.verdict !== 'effective') continue
    const other = by === 'aaa' ? 'bbb' : 'aaa'
    const pair = [
      [by, fields['our-office']],
      [other, fields['their-office']],
    ] as const
    for (const [side, code] of pair)
      if (typeof code === 'string')
        named.set(code, { code, side, level: fields['raised-to'] as Level, faces: [] })
    const [ours, theirs] = pair.map(([, code]) => named.get(String(code)))
    if (ours && theirs) ours.faces.push(theirs.code)
  }
  return directoryOf(
    [...named.values()].map((one) => ({
      ...one,
      faces: [...new Set(one.faces)],
      name: { en: one.code, vi: one.code, 'zh-Hans': one.code },
    })),
  )
}
