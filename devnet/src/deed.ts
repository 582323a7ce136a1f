/** One act of a record, done once however often it is asked for: the id of its request follows from it. */
import { isDeepStrictEqual } from 'node:util'
import type { Recorded } from './arrivals.ts'
import { isRefused, type Persona, RefusedError } from './persona.ts'
import { isFollowing, type Request, requestId } from './request-id.ts'

/** Whoever does it, and the person who approves where two are needed. */
export interface Pair {
  drafter: Persona
  approver: Persona
}

/** As the node shows it. */
interface Draft {
  id: string
  dossier: string | null
  relation: string
  act: string
  on: string | null
  handling: string | null
  fields: Record<string, unknown>
  /** Set in one that waits for nobody any more. */
  declined: object | null
}

/** What is sent, less what says where the dossier stands. */
interface Says {
  act: string
  fields: Record<string, unknown>
  on?: string
  handling?: string
  [name: string]: unknown
}

export interface Deed {
  path: string
  request: Request
  says: Says
  /** Where the dossier stands; asked anew at every attempt, for it may have moved. */
  position?(attempt: number): Promise<string>
  /** Whether a draft would do the same thing of the record, whatever it says. */
  isFor(draft: Draft): boolean
}

const ATTEMPTS = 5

/** Acts that wait for a second person at the node: what was left by somebody who was stopped in between. */
export async function draftsLeft({ drafter }: Pick<Pair, 'drafter'>): Promise<Map<string, Draft>> {
  const drafts = (await drafter.call('GET', '/api/drafts')).body as Draft[]
  return new Map(drafts.flatMap((draft) => (draft.declined === null ? [[draft.id, draft]] : [])))
}

/** @throws RefusedError with the node's code */
export async function doOnce(pair: Pair, left: ReadonlyMap<string, Draft>, deed: Deed): Promise<Recorded> {
  await discardOthers(pair, left, deed)
  for (let attempt = 0; ; attempt++) {
    const request = requestId(deed.request, deed.says, attempt)
    try {
      return await tryOnce(pair, deed, request, attempt)
    } catch (error) {
      if (!(error instanceof RefusedError) || attempt + 1 === ATTEMPTS) throw error
      const [code] = error.code.split(' ')
      if (code === 'look-again') await discard(pair, request)
      else if (code !== 'draft-gone') throw error
    }
  }
}

/** Left from a record that said something else: nobody is to approve it beside this one. */
async function discardOthers(pair: Pair, left: ReadonlyMap<string, Draft>, deed: Deed): Promise<void> {
  const { request, says } = deed
  const ours = Array.from({ length: ATTEMPTS }, (_, attempt) => requestId(request, says, attempt))
  for (const draft of left.values())
    if (isFollowing(draft.id) && !ours.includes(draft.id) && deed.isFor(draft)) await discard(pair, draft.id)
}

async function tryOnce(
  { drafter, approver }: Pair,
  { path, says, position }: Deed,
  request: string,
  attempt: number,
): Promise<Recorded> {
  const body = { request, ...says, ...(position ? { position: await position(attempt) } : {}) }
  try {
    const answer = (await drafter.call('POST', path, body)).body as Recorded
    if (!('draft' in answer)) return answer
  } catch (error) {
    if (!(error instanceof RefusedError) || error.code !== 'bad-value /request') throw error
    // Another officer of the same office asked before, or this one while the dossier stood elsewhere.
    const kept = (await draftsLeft({ drafter })).get(request)
    if (kept && !isDeepStrictEqual(shownOf(kept), shownOf(says))) {
      await discard({ drafter, approver }, request)
      throw new RefusedError({ status: error.status, code: 'draft-gone', path })
    }
  }
  return (await approver.call('POST', `/api/drafts/${request}/approve`, { request })).body as Recorded
}

/** What the node shows of a draft. */
function shownOf({ act, fields, on, handling }: Says | Draft) {
  return { act, fields, on: on ?? null, handling: handling ?? null }
}

/** So that the request can never be recorded any more; one that is not kept needs nothing. Another officer's is declined. */
async function discard({ drafter, approver }: Pair, draft: string): Promise<void> {
  const path = `/api/drafts/${draft}`
  try {
    await drafter.call('DELETE', path)
  } catch (error) {
    if (isRefused(error, 'not-allowed')) await decline(approver, path)
    else if (!isRefused(error, 'draft-gone')) throw error
  }
}

async function decline(approver: Persona, path: string): Promise<void> {
  try {
    await approver.call('POST', `${path}/decline`, { reason: 'The record says something else.' })
  } catch (error) {
    if (!isRefused(error, 'draft-gone')) throw error
  }
}
