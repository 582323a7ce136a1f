/**
 * A folded row is written with its digest behind it: a bit that flips in it may leave another row that reads as
 * well. Rows of earlier versions have none.
 */
import { createHash } from 'node:crypto'
import { NodeError } from '../errors.ts'

export function withSum(json: string): string {
  return json + sumOf(json)
}

/** @throws NodeError `entry-damaged` */
export function withoutSum(stored: string): string {
  if (stored.endsWith('}')) return stored
  const json = stored.slice(0, -SUM)
  if (sumOf(json) !== stored.slice(-SUM))
    throw new NodeError({
      code: 'entry-damaged',
      message: 'what is folded of a dossier is not what was written',
    })
  return json
}

const SUM = 64

function sumOf(json: string): string {
  return createHash('sha256').update(json).digest('hex')
}
