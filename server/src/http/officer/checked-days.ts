/** A mistyped year is asked about before it is signed: what is recorded stays, and the counterpart would read it. */
import { daysIn, own, yearsMissed } from '@counterpart/casework'
import { NodeError } from '../../errors.ts'
import type { Context } from '../context.ts'

/** @throws NodeError `year-unlikely` */
export function checkDays(context: Context, digest: string, fields: Readonly<Record<string, unknown>>): void {
  const declared = context.uses.procedure(digest)?.fields ?? {}
  for (const [name, value] of Object.entries(fields)) {
    const field = own(declared, name)
    const found = field && daysIn(field, value).find((day) => yearsMissed(day, context.clock()))
    if (found) throw new NodeError({ code: 'year-unlikely', path: ['/fields', name, ...found.at].join('/') })
  }
}
