/** What one officer has read is drawn for no other: at a machine that several share, each signs in before the desk of the last. */
import type { QueryClient } from '@tanstack/react-query'

const readers = new WeakMap<QueryClient, string>()

/** Before anything is drawn for an officer: forgets what another has read, all but the session itself. */
export function readBy(officer: string, client: QueryClient): void {
  const before = readers.get(client)
  readers.set(client, officer)
  if (before !== undefined && before !== officer)
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
}
