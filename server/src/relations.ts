/** The relations of a configuration, each with its keys opened and the counterpart's bundle read. */
import { readFile } from 'node:fs/promises'
import type { Config } from './config.ts'
import { NodeError } from './errors.ts'
import { readSecret } from './init.ts'
import { readBundle } from './keys/bundle.ts'
import {
  type CommandOf,
  type LogBase,
  openKeyFile,
  readKeyFile,
  renewKeyFile,
  writeKeyFile,
} from './keys/key-file.ts'
import { FileRing } from './keys/key-ring.ts'
import type { RelationOptions } from './node.ts'
import type { Authority } from './outbound/time-stamp/authority.ts'
import { rootsOf } from './outbound/time-stamp/token.ts'
import { witnessOf } from './outbound/witness/witness-of.ts'
import { isOutside } from './uses/keys/next-log.ts'
import { publicOf } from './uses/log/signed.ts'
import type { Link } from './wire/link.ts'

/** How the counterpart is reached, where not over the pinned TLS link to its address. */
interface Reached {
  link?: (relation: RelationOptions) => Link
  connectTo?: (relation: string) => { host: string; port: number } | undefined
}

/** What the key files of a node are for. */
export function relationsIn({ relations }: Config): string[] {
  return relations.map(({ keys }) => readKeyFile(keys).relation)
}

/**
 * Log keys for the next epoch, where those of this one are lost while the database is whole. The node must not run. It
 * finds at its next start that these are not the keys of its log, and goes on as one that was brought back (EPOCH-2).
 * Gives the number of the epoch they were made for.
 *
 * @throws NodeError `unknown-relation`, `bad-config`, `key-missing`, `key-wrong`
 */
export function replaceLogKeys(config: Config, relation: string, outside?: Uint8Array): number {
  const found = config.relations.find(({ keys }) => readKeyFile(keys).relation === relation)
  if (!found) throw new NodeError({ code: 'unknown-relation' })
  const secret = readSecret(config.secret)
  const before = readKeyFile(found.keys)
  const file = renewKeyFile(before, secret, before.epoch + 1, { outside })
  // What cannot be opened again is not written.
  openKeyFile(file, secret, commandsOf(found))
  writeKeyFile(found.keys, file)
  return file.epoch
}

/**
 * Where logs of ours began that followed on others, by relation: a backup in which an older one goes beyond is of a
 * machine that was lost.
 *
 * @throws NodeError `key-missing`, `key-wrong`
 */
export function logBases(config: Config): Map<string, readonly LogBase[]> {
  const secret = readSecret(config.secret)
  return new Map(
    config.relations.map((one) => {
      const { relation, bases } = openKeyFile(readKeyFile(one.keys), secret, commandsOf(one))
      return [relation, bases]
    }),
  )
}

function commandsOf({ signers = [] }: Config['relations'][number]): CommandOf {
  return (key) => signers.find((signer) => signer.key === key)?.command
}

/** @throws NodeError `bad-config`, `key-missing`, `key-wrong` */
export async function relationsOf(config: Config, overrides: Reached): Promise<RelationOptions[]> {
  if (config.relations.length === 0) return []
  const secret = readSecret(config.secret)
  const relations: RelationOptions[] = []
  for (const one of config.relations) {
    const bytes = await readFile(one.counterpart).catch((cause: unknown) => {
      throw new NodeError({
        code: 'bad-config',
        message: isMissing(cause)
          ? `the counterpart's bundle ${one.counterpart} is not there: exchange bundles face to face first`
          : `the counterpart's bundle ${one.counterpart} cannot be read: see that this node's user may`,
        cause,
      })
    })
    const commandOf = commandsOf(one)
    const keys = openKeyFile(readKeyFile(one.keys), secret, commandOf)
    const ring = new FileRing(one.keys, secret, commandOf)
    const relation: RelationOptions = {
      keys,
      newKeys: async (epoch, base, isFree) => {
        const before = readKeyFile(one.keys)
        const { log } = openKeyFile(before, secret, commandOf)
        // Made by `keys lost`. Of those on the disk that may have signed others are made; a token's was chosen.
        const keeps = (before.begun !== true || isOutside(log)) && isFree(publicOf(log))
        const file = renewKeyFile(before, secret, epoch, { base, keeps })
        writeKeyFile(one.keys, file)
        // Nothing was signed under these keys yet: what was noted of the keys before is not true of them (EPOCH-11).
        ring.reload()
        return openKeyFile(file, secret, commandOf).log
      },
      counterpart: readBundle(bytes).counterpart,
      ring,
      witnesses: (one.witnesses ?? []).map(witnessOf),
      timeStamps: await Promise.all((one.timeStamps ?? []).map(authorityOf)),
    }
    const connectTo = overrides.connectTo?.(keys.relation)
    const reached = connectTo ? { ...relation, connectTo } : relation
    relations.push(overrides.link ? { ...reached, link: overrides.link(reached) } : reached)
  }
  return relations
}

async function authorityOf({ url, roots }: { url: string; roots: string }): Promise<Authority> {
  try {
    return { url, roots: rootsOf(await readFile(roots, 'utf8')) }
  } catch (cause) {
    const why = isMissing(cause) ? 'is not there' : 'holds no certificates'
    throw new NodeError({ code: 'bad-config', message: `${roots} ${why} (roots of ${url})`, cause })
  }
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
}
