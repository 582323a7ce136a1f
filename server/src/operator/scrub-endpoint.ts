/** What the operator's socket answers about scrubs. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { NodeError } from '../errors.ts'
import type { ScrubState } from '../scrub/scrubber.ts'

/** The scrubs of the running node. */
export interface Scrubs {
  state(): Promise<ScrubState[]>
  /** @throws NodeError `unknown-relation` */
  whole(relation: string): void
}

/** Says whether it was about a scrub. */
export async function answerScrub(
  scrubs: Scrubs | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://operator')
  if (pathname !== '/scrub') return false
  if (scrubs === null) throw new NodeError({ code: 'not-found' })
  if (request.method === 'POST') scrubs.whole(searchParams.get('relation') ?? '')
  else if (request.method !== 'GET') throw new NodeError({ code: 'method-not-allowed' })
  response.writeHead(200).end(JSON.stringify(await scrubs.state()))
  return true
}
