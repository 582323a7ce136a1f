import { checkWitnessKey, ProtocolError, parseVkey } from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import type { Witness } from './ask.ts'

/** A witness as the configuration names it. @throws NodeError `bad-config` for keys that are not one witness's */
export function witnessOf({ url, vkeys }: { url: string; vkeys: readonly string[] }): Witness {
  try {
    const keys = vkeys.map((vkey) => checkWitnessKey(parseVkey(vkey)))
    const [first] = keys
    const types = new Set(keys.map(({ type }) => type))
    if (!first || types.size < keys.length || keys.some(({ name }) => name !== first.name))
      throw new NodeError({ code: 'bad-config', message: `the keys for ${url} are not those of one witness` })
    return { name: first.name, url, vkeys: keys }
  } catch (cause) {
    if (!(cause instanceof ProtocolError)) throw cause
    throw new NodeError({ code: 'bad-config', message: `a key of the witness ${url} cannot be read`, cause })
  }
}
