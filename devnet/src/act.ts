/** Acts done for invented officers through the API, the second person's approval included. */
import { randomUUID } from 'node:crypto'
import type { Recorded } from './arrivals.ts'
import { type Persona, RefusedError } from './persona.ts'
import type { View } from './view.ts'

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

/** Reads where the dossier stands first, as a page does, unless it is said. */
export async function act(
  by: Persona,
  approver: Persona | null,
  dossier: string,
  body: Record<string, unknown>,
): Promise<Recorded> {
  const { position } =
    'position' in body ? body : ((await by.call('GET', `/api/dossiers/${dossier}`)).body as View)
  const answer = await by.call('POST', `/api/dossiers/${dossier}/acts`, {
    request: randomUUID(),
    position,
    ...body,
  })
  return settle(answer.body, approver)
}

async function settle(answer: unknown, approver: Persona | null): Promise<Recorded> {
  if ((answer as { kind: string }).kind !== 'drafted') return answer as Recorded
  if (!approver) throw new RefusedError({ status: 0, code: 'needs-approver', path: 'drafts' })
  const { draft } = answer as Drafted
  return (await approver.call('POST', `/api/drafts/${draft}/approve`, { request: randomUUID() }))
    .body as Recorded
}
