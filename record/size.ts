/** Whether an act's fields fit into one entry: the node would refuse to record more. */
import { ENTRY_BYTES } from '@counterpart/casework'
import type { Found } from './problem.ts'

/** What travels beside the fields: ids, numbers, what the dossier is filed under. */
const BESIDE = 4096
const MOST = ENTRY_BYTES - BESIDE

export function sizeFault(fields: Readonly<Record<string, unknown>>): Found[] {
  const text = JSON.stringify(fields)
  // Three bytes at most for each unit: most are far from the limit and need not be counted.
  if (3 * text.length <= MOST) return []
  const size = bytesOf(text)
  if (size <= MOST) return []
  return [{ path: '', code: 'entry-too-large', values: { size: String(size), most: String(MOST) } }]
}

function bytesOf(text: string): number {
  let bytes = 0
  for (const one of text) {
    const point = one.codePointAt(0) ?? 0
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
  }
  return bytes
}
