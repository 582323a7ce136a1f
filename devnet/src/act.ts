/** Acts done for invented officers through the API, the second person's approval included. */
import { randomUUID } from 'node:crypto'
import type { Recorded } from './arrivals.ts'
import { isRefused, type Persona, RefusedError } from './persona.ts'
import type { View } from './view.ts'

const ATTEMPTS = 5

interface Drafted {
  kind: 'drafted'
  draft: string
}

/**
 * `request`: given where the same act may be asked for again later.
 * @throws RefusedError with the node's code, or `needs-approver` when nobody was given to approve
 */
export async function open(
  by: Persona,
  approver: Persona | null,
  body: Record<string, unknown>,
): Promise<Recorded> {
  return settle(
    await by.call('POST', '/api/dossiers', { request: randomUUID(), ...body }).then((answer) => answer.body),
    approver,
  )
}

/**
 * Reads where the dossier stands first, as a page does, and again where something came in between: a clock that ran out as the
 * clocks were set, or an act of the other side.
 */
export async function act(
  by: Persona,
  approver: Persona | null,
  dossier: string,
  body: Record<string, unknown>,
): Promise<Recorded> {
  for (let attempt = 1; ; attempt++) {
    const { position } = (await by.call('GET', `/api/dossiers/${dossier}`)).body as View
    const request = randomUUID()
    try {
      const answer = await by.call('POST', `/api/dossiers/${dossier}/acts`, { request, position, ...body })
      return await settle(answer.body, approver)
    } catch (error) {
      if (!isRefused(error, 'look-again') || attempt === ATTEMPTS) throw error
      await discard(by, request)
    }
  }
}

async function settle(answer: unknown, approver: Persona | null): Promise<Recorded> {
  if ((answer as { kind: string }).kind !== 'drafted') return answer as Recorded
  if (!approver) throw new RefusedError({ status: 0, code: 'needs-approver', path: 'drafts' })
  const { draft } = answer as Drafted
  return (await approver.call('POST', `/api/drafts/${draft}/approve`, { request: randomUUID() }))
    .body as Recorded
}

/** A draft that the second person could not approve; there is none where the act was refused itself. */
async function discard(by: Persona, draft: string): Promise<void> {
  try {
    await by.call('DELETE', `/api/drafts/${draft}`)
  } catch (error) {
    if (!isRefused(error, 'draft-gone')) throw error
  }
}
