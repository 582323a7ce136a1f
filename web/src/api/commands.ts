/** What the pages do. Each command carries an id of its own, so that a repeat is the same command. */
import { ask, node } from './node.ts'
import type { Acting, Noting, Opening, Preview, Recalling, Recorded, Staying } from './types.ts'

export function newRequest(): string {
  return crypto.randomUUID()
}

export function openDossier(body: Opening): Promise<Recorded> {
  return ask(node.api.POST('/api/dossiers', { body }))
}

export function doAct(id: string, body: Acting): Promise<Recorded> {
  return ask(node.api.POST('/api/dossiers/{id}/acts', { params: { path: { id } }, body }))
}

export function stayDossier(id: string, body: Staying): Promise<Recorded> {
  return ask(node.api.POST('/api/dossiers/{id}/stay', { params: { path: { id } }, body }))
}

export function recallEntry(id: string, body: Recalling): Promise<Recorded> {
  return ask(node.api.POST('/api/dossiers/{id}/recall', { params: { path: { id } }, body }))
}

export function noteRecall(id: string, body: Noting): Promise<Recorded> {
  return ask(node.api.POST('/api/dossiers/{id}/noted', { params: { path: { id } }, body }))
}

/** What the other side would read; nothing is kept. */
export function previewOf(body: Opening | (Acting & { dossier: string })): Promise<Preview> {
  return ask(node.api.POST('/api/preview', { body }))
}

export function approveDraft(id: string, request: string): Promise<Recorded> {
  return ask(node.api.POST('/api/drafts/{id}/approve', { params: { path: { id } }, body: { request } }))
}

export function declineDraft(id: string, reason: string): Promise<unknown> {
  return ask(node.api.POST('/api/drafts/{id}/decline', { params: { path: { id } }, body: { reason } }))
}

export function discardDraft(id: string): Promise<unknown> {
  return ask(node.api.DELETE('/api/drafts/{id}', { params: { path: { id } } }))
}

export function markOpened(id: string, request: string): Promise<unknown> {
  return ask(node.api.POST('/api/dossiers/{id}/opened', { params: { path: { id } }, body: { request } }))
}

export function signInAs(persona: string): Promise<unknown> {
  return ask(node.api.POST('/api/session', { body: { persona } }))
}

export function signOut(): Promise<unknown> {
  return ask(node.api.DELETE('/api/session'))
}

export async function signInByPasskey(): Promise<unknown> {
  const { startAuthentication } = await import('@simplewebauthn/browser')
  const options = await ask(node.api.POST('/api/passkeys/sign-in-options', { body: {} }))
  const optionsJSON = options as unknown as Parameters<typeof startAuthentication>[0]['optionsJSON']
  const response = await startAuthentication({ optionsJSON })
  return ask(node.api.POST('/api/passkeys/sign-in', { body: response as never }))
}
