/** `counterpart`: the operator's and the auditor's tool. */
import { join } from 'node:path'
import { Command } from 'commander'
import { LANGUAGES, type Language, languageOf } from './words.ts'

const program = new Command('counterpart')
  .description('What both sides run, each on its own machine.')
  .showHelpAfterError()

program
  .command('verify')
  .description('check proofs and evidence offline')
  .argument('<file...>', '.tlog-proof or .evidence files')
  .option('--keys <file>', "both parties' public keys, as a node gives them at /api/keys")
  .option('--language <code>', `one of ${LANGUAGES.join(', ')}`)
  .action(async (files: string[], { keys, language }: { keys?: string; language?: string }) => {
    const { verifyFiles } = await import('./verify.ts')
    process.exitCode = verifyFiles(files, keys, chosen(language), console.log)
  })

program
  .command('node')
  .description("run one state's node")
  .requiredOption('--config <file>', 'configuration made by init')
  .action(async ({ config }: { config: string }) => {
    const { readConfig, startNode } = await import('@counterpart/server')
    const node = await startNode(readConfig(config, process.env))
    console.log(`ready: ${node.url}`)
    await asked()
    await node.close()
  })

program
  .command('devnet')
  .description('run two states on this machine, with the public record and invented requests')
  .option(
    '--folder <path>',
    'where the demonstration lives',
    process.env.COUNTERPART_DATA ?? join(import.meta.dirname, '../../.counterpart/devnet'),
  )
  .option(
    '--port <number>',
    "first port; the pages of the two sides, their peers' endpoints and the control follow",
    '8401',
  )
  .action(async ({ folder, port }: { folder: string; port: string }) => {
    const { runDevnet } = await import('@counterpart/devnet')
    await runDevnet(folder, Number(port), asked)
  })

function chosen(language: string | undefined): Language {
  const found = LANGUAGES.find((one) => one === language)
  return found ?? languageOf(process.env.LC_ALL ?? process.env.LC_MESSAGES ?? process.env.LANG)
}

/** Resolves when somebody asks the program to end. */
function asked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
}

try {
  await program.parseAsync()
} catch (error) {
  // One line that says what to do; the stack is for whoever asks for it.
  console.error(
    process.env.COUNTERPART_DEBUG
      ? error
      : `counterpart: ${error instanceof Error ? error.message : String(error)}`,
  )
  process.exitCode = 1
}
