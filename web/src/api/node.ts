import { ApiError, connect, good, OTHER_OFFICER } from '@counterpart/client'
import { noteServerTime } from '../time/now.ts'

/** The node this page came from. */
export const node = connect({
  fetch: async (request, init) => {
    const answer = await fetch(request, init)
    noteServerTime(answer.headers.get('date'))
    return answer
  },
})

/**
 * Milliseconds. A request is read for half a minute at most; its answer may take longer, and is given up then: what was sent is
 * sent again under the same id, and done once.
 */
const ANSWERED_WITHIN = 45_000

// A line that dies says nothing at all. Whoever waits for what was sent would wait for ever, and could not send it again.
node.api.use({
  onRequest: ({ request }) =>
    request.method === 'GET'
      ? undefined
      : new Request(request, { signal: AbortSignal.timeout(ANSWERED_WITHIN) }),
})

/** The answer of a call, or an ApiError; a line that is not there is one as well, with status 0. */
export async function ask<T>(call: Promise<{ data?: T; response: Response }>): Promise<T> {
  try {
    return await good(call)
  } catch (thrown) {
    if (thrown instanceof ApiError) throw thrown
    throw new ApiError({ status: 0, code: 'no-line' })
  }
}

/** Nobody knows whether the node did it: the same request may be sent again under the same id. */
export function isUnknown(fault: unknown): boolean {
  return !(fault instanceof ApiError) || fault.status === 0 || fault.status >= 500
}

/** In this browser somebody else has signed in: nothing was done, and nothing is said of what was sent before. */
export function isOtherOfficer(fault: unknown): boolean {
  return fault instanceof ApiError && fault.code === OTHER_OFFICER
}

export function isSignedOut(fault: unknown): boolean {
  return fault instanceof ApiError && fault.status === 401
}
