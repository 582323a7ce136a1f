/** Asks about a day that looks mistyped before it is signed: what is recorded stays, and the counterpart reads it. */
import { daysIn, isToCome, own, yearsMissed } from '@counterpart/casework'
import { NodeError } from '../../errors.ts'
import type { Context } from '../context.ts'

/** @throws NodeError `year-unlikely`, `day-to-come` */
export function checkDays(context: Context, digest: string, fields: Readonly<Record<string, unknown>>): void {
  const declared = context.uses.procedure(digest)?.fields ?? {}
  const now = context.clock()
  for (const [name, value] of Object.entries(fields)) {
    const field = own(declared, name)
    for (const day of field ? daysIn(field, value) : []) {
      const path = ['/fields', name, ...day.at].join('/')
      if (yearsMissed(day, now)) throw new NodeError({ code: 'year-unlikely', path })
      if (isToCome(day, now)) throw new NodeError({ code: 'day-to-come', path })
    }
  }
}
