/** `counterpart`: the operator's and the auditor's tool. */
import { join, resolve } from 'node:path'
import { Command } from 'commander'
import { asked, whenAsked } from './asked.ts'
import type { BackupOptions } from './backup.ts'
import { compared, showBundle } from './bundle.ts'
import { chosenRelation } from './chosen-relation.ts'
import { ADVICE, failureLine } from './failure.ts'
import { readGiven } from './given-file.ts'
import { addIncidents } from './incidents-command.ts'
import { addInit } from './init-command.ts'
import { addKeys } from './keys-command.ts'
import { addPouch } from './pouch-command.ts'
import { progressLine } from './progress.ts'
import type { LoadOptions } from './record.ts'
import type { ReviewOptions } from './review.ts'
import { addScrub } from './scrub-command.ts'
import { versionLine } from './version.ts'
import { addWords } from './word-commands.ts'
import { LANGUAGES, type Language, languageOf, say } from './words.ts'

/** What the command is answered in, and what ends it said in. */
let spoken = languageOf(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG)

const program = new Command('counterpart')
  .description('What both sides run, each on its own machine.')
  .version(
    versionLine(join(import.meta.dirname, '../..')),
    '--version',
    'say which version this is, and of which commit',
  )
  .configureOutput({
    outputError: (line, write) =>
      write(
        `counterpart: bad-option: ${oneLine(line.replace(/^error: /, ''))}: ${ADVICE[spoken]['bad-option']}\n`,
      ),
  })
  // Of the whole program, so that it stands before or behind a command, and is known before anything else is refused.
  .option('--language <code>', `one of ${LANGUAGES.join(', ')}`, chooseLanguage)
  .configureHelp({ showGlobalOptions: true })

program
  .command('verify')
  .description('check proofs and evidence offline; the exit code is 0 only when everything holds')
  .argument('<file...>', '.tlog-proof or .evidence.zip files, as they were saved')
  .option('--keys <file>', "both parties' public keys, as a node gives them at /api/keys?relation=RELATION")
  .option(
    '--witness <vkey>',
    'public key of an outside witness that has to have signed each proof; once for each',
    (vkey: string, before: string[] = []) => [...before, vkey],
  )
  .action(async (files: string[], options: { keys?: string; witness?: string[] }) => {
    const { verifyFiles } = await import('./verify.ts')
    process.exitCode = verifyFiles(files, options.keys, spoken, console.log, options.witness, console.error)
  })

addInit(program, answeredIn)

program
  .command('bundle')
  .description('show the digests of bundles, for two operators to compare face to face')
  .argument('<file...>', 'our bundle and the one the counterpart brought')
  .option('--heard <text>', 'words, numbers or digits that were read to you of the last of these files')
  .action(async (files: string[], { heard }: { heard?: string }) => {
    if (heard !== undefined) return compareBundle(files.at(-1) ?? '', heard, spoken)
    for (const file of files) await showBundle(file, spoken)
  })

program
  .command('node')
  .description("run one state's node")
  .requiredOption('--config <file>', 'configuration made by init')
  .action(async ({ config }: { config: string }) => {
    const signal = asked()
    const { readConfig, startNode } = await import('@counterpart/server')
    const lost = Promise.withResolvers<never>()
    const node = await startNode(readConfig(config, process.env), { onLost: lost.reject, signal }).catch(
      (error: unknown) => {
        if (!signal.aborted) throw error
        return null
      },
    )
    if (node === null) return
    console.log(`ready: ${node.url}`)
    await Promise.race([whenAsked(signal), lost.promise])
    await node.close()
  })

addWords(program, answeredIn)
addPouch(program, answeredIn)
addKeys(program, answeredIn)
addScrub(program, answeredIn)
addIncidents(program)

program
  .command('backup')
  .description('copy all that a node holds into two encrypted files to be kept apart, also while it runs')
  .requiredOption('--config <file>', 'configuration made by init')
  .requiredOption('--register <folder>', 'where the file with the register goes')
  .requiredOption('--keys <folder>', 'where the file with the keys of what it says goes: another place')
  .action(async ({ config, register, keys }: BackupOptions) => {
    const { backUp, placeOf, readConfig } = await import('@counterpart/server')
    const { makeBackup } = await import('./backup.ts')
    const place = placeOf(readConfig(config, process.env))
    await makeBackup({ register, keys }, spoken, (...how) => backUp(place, ...how))
  })

program
  .command('restore')
  .description('bring a backup back into an empty database, while no node runs on it')
  .requiredOption('--config <file>', 'configuration of the node')
  .requiredOption('--register <file>', 'the file with the register')
  .requiredOption('--keys <file>', 'the file with the keys, of the same backup')
  .action(async ({ config, register, keys }: BackupOptions) => {
    const { logBases, placeOf, readConfig, restore } = await import('@counterpart/server')
    const { bringBack } = await import('./backup.ts')
    const read = readConfig(config, process.env)
    const bases = logBases(read)
    await bringBack({ register, keys }, spoken, (...how) => restore(placeOf(read), ...how, bases))
  })

program
  .command('rebuild')
  .description(
    'make the register anew from what the counterpart keeps, for a node that has nothing but its keys; while no node runs',
  )
  .requiredOption('--config <file>', 'configuration of the node, with its keys and the bundles')
  .option('--relation <id>', 'where the node has more than one')
  .option(
    '--checkpoint <file...>',
    'proofs or heads that were kept elsewhere, to see whether all is given back',
  )
  .action(async (given: { config: string; relation?: string; checkpoint?: string[] }) => {
    const signal = asked()
    const { readConfig, rebuildRegister, relationsIn } = await import('@counterpart/server')
    const { rebuildRelation } = await import('./rebuild.ts')
    const config = readConfig(given.config, process.env)
    const relation = chosenRelation(given.relation, relationsIn(config))
    process.exitCode = await rebuildRelation({
      relation,
      party: config.party,
      checkpoints: given.checkpoint ?? [],
      language: spoken,
      print: console.log,
      rebuild: (heads, progress) => rebuildRegister(config, relation, { heads, progress, signal }),
    })
  })

program
  .command('devnet')
  .description('run two states on this machine, with the public record and invented dossiers')
  .option('--folder <path>', 'where the demonstration lives')
  .option('--record <file...>', 'of another pair of states, by its public record')
  .option(
    '--port <number>',
    "first port of the pages (8401); the line's page is one below, the counterparts' endpoints ten above",
  )
  .action(async ({ folder, record: files, port }: { folder?: string; record?: string[]; port?: string }) => {
    const signal = asked()
    const { runDevnet } = await import('@counterpart/devnet')
    const { readFiles } = await import('./record.ts')
    const record = files ? readFiles(files, spoken, console.error) : null
    if (typeof record === 'number') {
      process.exitCode = record
      return
    }
    const home = folder ?? (process.env.COUNTERPART_DATA || defaultFolder(record?.relation.relation))
    await runDevnet(resolve(home), port === undefined ? null : digits(port), signal, record)
  })

program
  .command('review')
  .description('count a period from the record, on both nodes of the running demonstration or on one node')
  .option('--from <day>', 'first day, month or year of UTC (from the beginning)')
  .option('--until <day>', 'last day, month or year (today)')
  .option(
    '--within <id>',
    'one mechanism, series, meeting or instrument, by its item in the record or its dossier',
  )
  .option('--level <level>', 'one of gate, province, ministry')
  .option('--text', 'for people to read; otherwise canonical JSON, whose SHA-256 is the digest')
  .option('--relation <id>', 'where the node holds more than one')
  .option('--control <url>', 'page of the line of a demonstration (http://localhost:8400)')
  .option('--node <url>', 'one node that lets invented officers in')
  .option('--officer <id>', 'invented officer of that node who asks (a secretary of a ministry)')
  .action(async (options: ReviewOptions) => {
    const { review } = await import('./review.ts')
    const today = new Date().toISOString().slice(0, 10)
    process.exitCode = await review(options, today, spoken, {
      write: (out) => process.stdout.write(out),
      tell: console.error,
    })
  })

const record = program.command('record').description('the public record of a pair of states, as files')

record
  .command('check')
  .description('say everything that is wrong and where; the exit code is 0 only when all can be loaded')
  .argument('<file...>', 'files of one record, in the form of docs/record-form.md')
  .action(async (files: string[]) => {
    const { checkFiles } = await import('./record.ts')
    process.exitCode = checkFiles(files, spoken, console.log, console.error)
  })

record
  .command('load')
  .description('enter it on both nodes of the running demonstration, or on one node')
  .argument('<file...>', 'files of one record, in the form of docs/record-form.md')
  .option('--control <url>', 'page of the line of a demonstration (http://localhost:8400)')
  .option('--node <url>', 'one node: it opens what its side keeps and answers what the other has opened')
  .option('--drafter <id>', 'invented officer of that node who drafts')
  .option('--approver <id>', 'and the other one, who approves')
  .action(async (files: string[], options: LoadOptions) => {
    const { loadFiles } = await import('./record.ts')
    const progress = progressLine((done, of, item) =>
      say(spoken, 'record-progress', { done: String(done), of: String(of), item }),
    )
    process.exitCode = await loadFiles(files, options, spoken, {
      print: console.log,
      complain: console.error,
      progress,
    })
  })

record
  .command('schema')
  .description('print the form as a JSON Schema, for editors')
  .action(async () => (await import('./record.ts')).printSchema(console.log))

/** What was probably meant stands on a line of its own. */
function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, ' ')
}

/** `NaN` for what is written in any other way, which is no port. */
function digits(text: string): number {
  return /^[0-9]+$/.test(text) ? Number(text) : Number.NaN
}

/** Each pair has a demonstration of its own. */
function defaultFolder(relation: string | undefined): string {
  const name = relation === undefined ? '' : `-${relation.replaceAll(/[^a-z0-9]+/g, '-')}`
  return join(import.meta.dirname, `../../.counterpart/devnet${name}`)
}

/** Ends with 1 for anything but the same, so that no script goes on. */
async function compareBundle(file: string, text: string, language: Language): Promise<void> {
  const { bundleDigest, readBundle } = await import('@counterpart/server/bundle')
  const { same, line } = compared(bundleDigest(readBundle(readGiven(file)).bundle), text, language)
  if (same) return console.log(line)
  console.error(line)
  process.exitCode = 1
}

function chooseLanguage(code: string): Language {
  const found = LANGUAGES.find((one) => one === (code === 'zh' ? 'zh-Hans' : code))
  if (!found) throw new Error(`bad-option: --language is one of ${LANGUAGES.join(', ')}`)
  spoken = found
  return found
}

function answeredIn(): Language {
  return spoken
}

async function fail(error: unknown): Promise<never> {
  const { startFailure } = await import('@counterpart/server/failure').catch(() => ({
    startFailure: () => 'internal: the node cannot be loaded',
  }))
  // One line that says what to do; the stack is for whoever asks for it.
  console.error(
    process.env.COUNTERPART_DEBUG ? error : `counterpart: ${failureLine(error, startFailure, spoken)}`,
  )
  process.exit(1)
}

// Where nobody reads what is printed any more, there is nothing to say and nothing wrong.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
process.on('uncaughtException', fail)
process.on('unhandledRejection', fail)
try {
  await program.parseAsync()
  // What was started is closed: a connection that lingers is no reason to stay.
  process.exit()
} catch (error) {
  await fail(error)
}
