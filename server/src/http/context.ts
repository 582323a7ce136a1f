/** What the routes work with; whoever starts the node makes it once. */
import type { Party } from '@counterpart/casework'
import type { Directory } from '../directory.ts'
import type { Pouches } from '../pouch/pouches.ts'
import type { AccessLog } from '../store/access.ts'
import type { AccountStore } from '../store/accounts.ts'
import type { DraftStore } from '../store/drafts.ts'
import type { Allow } from './permission/allow.ts'
import type { Officer, Uses } from './ports.ts'
import type { Text3 } from './schema/base.ts'
import type { Provider } from './sign-in/oidc.ts'

/** An invented officer of devnet, who signs in by being chosen. */
export interface Persona {
  id: string
  name: string
  office: string
  roles: Officer['roles']
}

export interface Context {
  party: Party
  /** How officers reach this node, such as `http://vnm.localhost:7411`. */
  url: string
  /** Other hosts that are answered. */
  hosts: readonly string[]
  sides: Readonly<Record<Party, { name: Text3; domain: string }>>
  languages: readonly string[]
  directory: Directory
  allow: Allow
  uses: Uses
  /** Pouches of one relation. @throws NodeError `unknown-relation` */
  pouches(relation: string): Pick<Pouches, 'plan' | 'write' | 'read' | 'state' | 'nameOf'>
  accounts: AccountStore
  drafts: DraftStore
  access: AccessLog
  /** Empty outside devnet. */
  personas: readonly Persona[]
  oidc: Provider | null
  /** Seconds since 1970, UTC. */
  clock(): number
  random(bytes: number): Uint8Array
  /** How long a session lasts, seconds. */
  sessionSeconds: number
  /** Folder of the built web pages; `null` when there is none. */
  web: string | null
  /** Addresses of proxies whose X-Forwarded-For is believed. */
  proxies: readonly string[]
  /** Whether the node serves only the first administrator's enrolment, and ends with it. */
  enrolment: boolean
  /** Checks every answer against its schema before it leaves: for tests. */
  checked: boolean
  /** For the operator: a code and the error behind it; never input. */
  log(code: string, error: unknown): void
}
