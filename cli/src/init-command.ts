/** `counterpart init` and `counterpart enrol`: a node that was not there, and who lets in the others. */
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { asked, whenAsked } from './asked.ts'
import { showBundle } from './bundle.ts'
import {
  checkFirst,
  type First,
  type InitArguments,
  initOptions,
  readOidc,
  readSigners,
} from './init-options.ts'
import type { Language } from './words.ts'

export function addInit(program: Command, language: () => Language): void {
  program
    .command('init')
    .description(
      "make one state's node: keys, configuration, bundle for the counterpart, first administrator",
    )
    .argument('<folder>', 'made when it is not there; everything of the node lies in it')
    .requiredOption('--party <code>', 'whose node it is, such as vnm')
    .requiredOption('--domain <name>', 'part of the names in every signature; it never changes')
    .requiredOption('--name-en <name>', 'of the state, in English')
    .requiredOption('--name-vi <name>', 'of the state, in Vietnamese')
    .requiredOption('--name-zh <name>', 'of the state, in simplified Chinese')
    .requiredOption('--relation <id>', 'both codes in order and a word, such as chn~vnm/border')
    .requiredOption('--url <url>', 'how officers reach the node; https outside localhost')
    .requiredOption('--peer-url <url>', 'how the counterpart reaches the node: https://host:port')
    .requiredOption(
      '--offices <file>',
      'the offices of both sides, as JSON: a list, or a record with `offices`',
    )
    .option('--listen <host:port>', 'where the node listens for officers', '127.0.0.1:8080')
    .option('--peer <host:port>', 'where the node listens for the counterpart', '0.0.0.0:8443')
    .option('--oidc-config <file>', 'identity provider for officers: the `oidc` of a configuration, as JSON')
    .option('--signers <file>', 'keys that outside commands sign with, such as those of a token, as JSON')
    .option(
      '--administrator <name>',
      'first administrator, who gets a link that enrols one passkey',
      composed,
    )
    .option('--office <code>', 'office of the first administrator')
    .action(async (folder: string, given: InitArguments & Partial<First>) => {
      const { administrator, office, oidcConfig, signers } = given
      const options = initOptions(resolve(folder), given)
      const first = administrator !== undefined && office !== undefined ? { administrator, office } : null
      if ((administrator === undefined) !== (office === undefined))
        throw new Error('bad-option: --administrator and --office go together')
      if (!first && oidcConfig === undefined)
        throw new Error(
          'bad-option: give --administrator and --office, or --oidc-config, so that somebody can sign in',
        )
      const { init, isName, officesFor } = await import('@counterpart/server')
      // All that can be known: what was made is in the way of the next try.
      const directory = officesFor(given.offices, given.party)
      if (first) checkFirst(first, { directory, isName }, given.party, given.offices)
      type Oidc = NonNullable<Parameters<typeof init>[0]['oidc']>
      const oidc = oidcConfig === undefined ? {} : { oidc: readOidc(oidcConfig) as Oidc }
      const outside = signers === undefined ? {} : { signers: readSigners(signers) }
      const made = await init({ ...options, ...oidc, ...outside, now: Math.floor(Date.now() / 1000) })
      console.log(`made: ${made.configFile}`)
      await showBundle(made.bundleFile, language())
      console.log(
        `Give that file to the counterpart face to face, compare the digests (counterpart bundle FILE),\nand put the counterpart's file at ${made.counterpartFile}`,
      )
      if (made.clientSecretFile !== null)
        console.log(
          `Put the secret the identity provider gave you at ${made.clientSecretFile}, readable by the node's user alone`,
        )
      if (first) await enrol(made.configFile, first)
    })

  program
    .command('enrol')
    .description('give the first administrator a link that enrols one passkey, and wait until it is used')
    .requiredOption('--config <file>', 'configuration made by init')
    .requiredOption('--administrator <name>', 'the first administrator', composed)
    .requiredOption('--office <code>', 'his or her office')
    .action(({ config, ...first }: First & { config: string }) => enrol(config, first))
}

/** Some keyboards type a letter and its mark apart; a name is kept as one is compared. */
function composed(name: string): string {
  return name.normalize('NFC')
}

async function enrol(configFile: string, first: First): Promise<void> {
  const signal = asked()
  const { enrolFirst, isName, readConfig, readDirectory } = await import('@counterpart/server')
  const config = readConfig(configFile, process.env)
  checkFirst(first, { directory: readDirectory(config.offices), isName }, config.party, config.offices)
  const { administrator, office } = first
  const unused = () => new Error('no-sign-in: no passkey was enrolled')
  const enrolment = await enrolFirst(config, { name: administrator, office }, { signal }).catch(
    (error: unknown) => {
      throw signal.aborted ? unused() : error
    },
  )
  const ending = whenAsked(signal).then(() => 'asked' as const)
  try {
    console.log(`To be opened once, by ${administrator}, in a browser with a passkey:\n  ${enrolment.link}`)
    if ((await Promise.race([ending, enrolment.enrolled])) === 'asked') throw unused()
    console.log(`enrolled. Start the node: counterpart node --config ${configFile}`)
  } finally {
    await enrolment.close()
  }
}
