/** Acts done for invented officers through the API, the second person's approval included. */
import { randomUUID } from 'node:crypto'
import { type Persona, RefusedError } from './persona.ts'

export interface Recorded {
  dossier: string
  leaf: string
}

interface Drafted {
  kind: 'drafted'
  draft: string
}

/** @throws RefusedError with the node's code, or `needs-approver` when nobody was given to approve */
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

/** Reads where the dossier stands first, as a page does. */
export async function act(
  by: Persona,
  approver: Persona | null,
  dossier: string,
  body: Record<string, unknown>,
): Promise<Recorded> {
  const { position } = (await by.call('GET', `/api/dossiers/${dossier}`)).body as { position: string }
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

/** Waits until a node holds what the other one recorded. @throws RefusedError after ten seconds */
export async function arrived(at: Persona, dossier: string, leaf: string): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const answer = await at.call('GET', `/api/dossiers/${dossier}`).catch((error: unknown) => {
      if (error instanceof RefusedError && error.status === 404) return null
      throw error
    })
    const rungs = (answer?.body as { rungs?: { leaf: string }[] } | undefined)?.rungs ?? []
    if (rungs.some((rung) => rung.leaf === leaf)) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new RefusedError({ status: 0, code: 'did-not-arrive', path: dossier })
}
