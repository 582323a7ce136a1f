/** The type of a file by what is in it. Neither its name nor what its sender says of it is asked. */
import { fileTypeFromBuffer } from 'file-type'

/** Types that a page may show by itself, apart from everything else. */
const SHOWN = ['application/pdf', 'image/gif', 'image/jpeg', 'image/png', 'image/webp'] as const

export function isShown(type: string): boolean {
  return (SHOWN as readonly string[]).includes(type)
}

/** `head`: the first bytes, 64 KiB of them where there are so many. */
export async function mediaTypeOf(head: Uint8Array): Promise<string> {
  const found = await fileTypeFromBuffer(head).catch(() => undefined)
  if (found) return found.mime.split(';', 1)[0] ?? 'application/octet-stream'
  return isText(head) ? 'text/plain' : 'application/octet-stream'
}

function isText(head: Uint8Array): boolean {
  if (head.includes(0)) return false
  // A letter of several bytes may be cut at the end: what is left of one is no reason.
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    decoder.decode(head, { stream: true })
    return true
  } catch {
    return false
  }
}
