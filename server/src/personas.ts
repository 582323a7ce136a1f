/** The invented officers of a demonstration or a test, as its configuration names them. */
import { ROLES } from '@counterpart/casework'
import type { Config } from './config.ts'
import type { Directory } from './directory.ts'
import { NodeError } from './errors.ts'
import type { Persona } from './http/context.ts'

/** @throws NodeError `bad-config` */
export function personasOf(config: Config, directory: Directory): Persona[] {
  return (config.devnet?.personas ?? []).map((persona) => {
    const roles = ROLES.filter((role) => persona.roles.includes(role))
    if (directory.office(persona.office)?.side !== config.party || roles.length !== persona.roles.length)
      throw new NodeError({
        code: 'bad-config',
        message: `the persona ${persona.id} has no such office or role`,
      })
    return { ...persona, roles }
  })
}
