/** What is asked of a pouch before it is made: how large its files are, and from which entry on. */
import type { Pouch } from '../../api/types.ts'
import { type Bounds, isWithin } from '../../form/whole-number.ts'

export const MEGABYTE = 1e6

type Sizes = Pouch['sizes']

interface Typed {
  size: 'stick' | 'disc' | 'other'
  megabytes: number | string | undefined
  /** From what is not receipted when nothing is there. */
  since: number | string | undefined
}

type Within = Record<'megabytes' | 'since', Bounds>

export function boundsOf({ smallest, largest }: Sizes): Within {
  return {
    megabytes: { min: Math.ceil(smallest / MEGABYTE), max: Math.floor(largest / MEGABYTE) },
    since: { min: 0, max: 999_999_999 },
  }
}

/** The first box that holds what cannot be asked. */
export function wrongOf({ size, megabytes, since }: Typed, within: Within): keyof Within | null {
  if (size === 'other' && (megabytes === undefined || !isWithin(megabytes, within.megabytes)))
    return 'megabytes'
  return isWithin(since, within.since) ? null : 'since'
}

export function plannedOf(typed: Typed, sizes: Sizes): { bytes: number; since: number | null } | null {
  if (wrongOf(typed, boundsOf(sizes)) !== null) return null
  const { size, megabytes, since } = typed
  const bytes = { stick: sizes.largest, disc: sizes.disc, other: Number(megabytes) * MEGABYTE }[size]
  return { bytes, since: since === undefined ? null : Number(since) }
}
