/** Pouches, made and taken in at this node. */
import { ApiError } from '@counterpart/client'
import { ask, node } from './node.ts'
import type { PouchFile, PouchTaken } from './types.ts'

export function planPouch(relation: string, bytes: number, since: number | null): Promise<PouchFile[]> {
  const query = { relation, bytes: String(bytes), ...(since === null ? {} : { since: String(since) }) }
  return ask(node.api.GET('/api/pouch/files', { params: { query } }))
}

/** Where the browser saves a file from, without holding it. */
export function pouchAddress(relation: string, { start, end, part, of, pieces }: PouchFile): string {
  const given = Object.entries({ start, end, part, of, ...pieces }).map(([name, value]) => [
    name,
    String(value),
  ])
  return `/api/pouch/file?${new URLSearchParams({ relation, ...Object.fromEntries(given) })}`
}

/** The browser reads the file from its disk as it is sent. */
export async function takePouch(relation: string, file: File): Promise<PouchTaken> {
  const headers = { 'content-type': 'application/octet-stream' }
  const path = `/api/pouch?${new URLSearchParams({ relation })}`
  const answer = await node.fetch(path, { method: 'POST', headers, body: file }).catch((thrown: unknown) => {
    throw thrown instanceof ApiError ? thrown : new ApiError({ status: 0, code: 'no-line' })
  })
  return (await answer.json()) as PouchTaken
}
