/** The tables that are asked through Kysely; those of the register have statements of their own. */
import type { Generated } from 'kysely'
import type { DraftState } from '../drafts.ts'

export interface Tables {
  'counterpart.officer': {
    id: string
    name: string
    office: string
    roles: string[]
    valid_from: number
    valid_to: number | null
  }
  'counterpart.passkey': {
    credential: string
    officer: string
    public_key: Uint8Array
    counter: number
    transports: string[]
    created: number
  }
  'counterpart.enrolment': { token: Uint8Array; officer: string; expires: number; used: number | null }
  'counterpart.session': {
    token: Uint8Array
    officer: string
    created: number
    expires: number
    revoked: number | null
  }
  'counterpart.opaque_id': { relation: string; officer: string; opaque: string }
  'counterpart.draft': {
    id: string
    relation: string
    dossier: string | null
    ciphertext: Uint8Array | null
    by: string
    created: number
    state: DraftState
    since: number
  }
  'counterpart.upload': {
    id: string
    relation: string
    officer: string
    created: number
    ciphertext: Uint8Array
    digest: string | null
    state: 'open' | 'scanning' | 'ready' | 'refused'
  }
  'counterpart_keys.upload_key': { id: string; wrapped: Uint8Array }
  'counterpart.pouch_aside': {
    relation: string
    epoch: number
    first: number
    after: number
    bytes: number
    sealed: Uint8Array
  }
  'counterpart.pouch_carried': {
    relation: string
    way: 'out' | 'in'
    at: number
    first: number
    after: number
  }
  'counterpart.scrub': { relation: string; progress: string }
  'counterpart_keys.draft_key': { id: string; wrapped: Uint8Array }
  'counterpart_keys.wrapping_key': { id: string }
  'counterpart_keys.part_key': { kek: string }
  'counterpart.access': {
    id: Generated<number>
    at: number
    officer: string
    action: string
    kind: string
    resource: string
  }
}
