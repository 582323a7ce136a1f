/** A file is destroyed only together with a part that its key stood in. */
import type { FileRow, Reader } from '../../store/store.ts'

/** Whether a row says destroyed while all parts of its entry are there: nobody destroyed it by rule. */
export async function isDestroyedAlone(reader: Reader, { leaf, state }: FileRow): Promise<boolean> {
  if (state !== 'destroyed') return false
  const parts = (await reader.storedParts(leaf)).filter(({ name }) => name !== 'kept')
  return parts.length > 0 && parts.every((part) => part.state === 'held')
}
