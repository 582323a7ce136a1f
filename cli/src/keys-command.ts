/** `counterpart keys`: when each key is due, changing one of ours, of a node that runs, and going on without one. */
import type { Command } from 'commander'
import { chosenRelation } from './chosen-relation.ts'
import { readGiven } from './given-file.ts'
import { dayOf } from './moment.ts'
import type { Language } from './words.ts'

interface LostOptions {
  config: string
  relation: string
  key?: string
}

interface RotateOptions {
  config: string
  relation?: string
  sealing?: true
  log?: true
  custody?: true
  revoke?: true
  key?: string
}

export function addKeys(program: Command, answeredIn: () => Language): void {
  const keys = program.command('keys').description('the keys of a node')
  keys
    .command('list')
    .description('every key in use on both sides: since when, until when, and whether it is due')
    .requiredOption('--config <file>', 'configuration of the node that runs')
    .action(async ({ config }: { config: string }) => {
      const { readConfig, readKeyDates } = await import('@counterpart/server')
      console.log(['relation', 'side', 'use', 'since', 'until', 'state', 'fingerprint'].join('  '))
      for (const one of await readKeyDates(readConfig(config, process.env).data))
        console.log(
          // The fingerprint last: it has blanks of its own.
          [one.relation, one.side, one.use, day(one.since), day(one.until), one.state, one.id].join('  '),
        )
    })
  keys
    .command('lost')
    .description(
      'make keys for the next epoch of our log, where those of this one are lost; while no node runs',
    )
    .requiredOption('--config <file>', 'configuration of the node, whose database is whole')
    .requiredOption('--relation <id>', 'whose log keys are lost')
    .option('--key <file>', 'public half of a key that a command of `signers` has, PEM or DER')
    .action(async ({ config, relation, key }: LostOptions) => {
      const { outsidePublicKey, readConfig, readStarts, relationsIn, replaceLogKeys } = await import(
        '@counterpart/server'
      )
      const read = readConfig(config, process.env)
      const runs = await readStarts(read.data).then(
        () => true,
        (error: { code?: unknown }) => error.code !== 'not-running',
      )
      if (runs) throw new Error('database-in-use: this node runs')
      const id = chosenRelation(relation, relationsIn(read))
      const outside = key === undefined ? undefined : outsidePublicKey(readGiven(key))
      const { confirmLost } = await import('./lost-keys.ts')
      const print = (text: string) => void process.stdout.write(text)
      await confirmLost(id, { language: answeredIn(), input: process.stdin, print })
      replaceLogKeys(read, id, outside)
      console.log(
        'made: new keys for our log, which goes on in a new epoch\nStart the node: it signs nothing before it has heard its counterpart and two operators have confirmed the start (counterpart confirm-start)',
      )
    })
  keys
    .command('rotate')
    .description('change a key of ours by an entry in our log; the old one signs it')
    .requiredOption('--config <file>', 'configuration of the node that runs')
    .option('--relation <id>', 'of which relation, where the node has several')
    .option('--sealing', 'the key that messages to us are sealed to')
    .option('--log', 'the key that signs our log')
    .option('--custody', 'the key that signs our receipts')
    .option('--revoke', 'the key before may be in other hands: it proves only what others had seen')
    .option('--key <file>', 'public half of a key that a command of `signers` has, PEM or DER')
    .action(async (options: RotateOptions) => {
      const use = usesOf(options)
      const { changeKeyOf, outsidePublicKey, readConfig, readKeyDates } = await import('@counterpart/server')
      const { data } = readConfig(options.config, process.env)
      const relation = relationIn(await readKeyDates(data), options.relation)
      const outside =
        options.key === undefined
          ? null
          : Buffer.from(outsidePublicKey(readGiven(options.key))).toString('base64')
      const revoked = options.revoke ?? false
      const index = await changeKeyOf(data, { relation, use, revoked, outside })
      console.log(
        `changed: entry ${index} of our log names the new key\nCopy the folder with the keys again: older copies do not open what comes from now on`,
      )
    })
  keys
    .command('renew-certificate')
    .description('another certificate of the same key for the line, without new bundles and without a stop')
    .requiredOption('--config <file>', 'configuration of the node that runs')
    .option('--relation <id>', 'of which relation, where the node has several')
    .action(async (options: { config: string; relation?: string }) => {
      const { readConfig, readKeyDates, renewCertificateOf } = await import('@counterpart/server')
      const { data } = readConfig(options.config, process.env)
      const relation = relationIn(await readKeyDates(data), options.relation)
      const until = await renewCertificateOf(data, relation)
      console.log(
        `renewed: good until ${day(until)}; the counterpart takes it with the next connection\nCopy the folder with the keys again: older copies hold the old certificate`,
      )
    })
}

/** @throws Error with one line */
function relationIn(dates: readonly { relation: string }[], wanted: string | undefined): string {
  return chosenRelation(wanted, [...new Set(dates.map(({ relation }) => relation))])
}

/** @throws Error `bad-option: …` */
function usesOf({ sealing, log, custody, key, revoke }: RotateOptions): 'seal' | 'log' | 'custody' {
  const chosen: ('seal' | 'log' | 'custody')[] = []
  if (sealing) chosen.push('seal')
  if (log) chosen.push('log')
  if (custody) chosen.push('custody')
  const [use] = chosen
  if (!use || chosen.length > 1) throw new Error('bad-option: one of --sealing, --log and --custody')
  const [other] = [key === undefined ? [] : ['--key'], revoke ? ['--revoke'] : []].flat()
  // Nothing is proven by the key for sealing: the log would say for good what means nothing.
  if (use === 'seal' && other !== undefined)
    throw new Error(`bad-option: ${other} is for --log and --custody`)
  return use
}

function day(seconds: number | null): string {
  return seconds === null ? '–' : dayOf(seconds)
}
