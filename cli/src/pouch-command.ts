/** The options of `counterpart pouch`, and the node behind them. */
import type { Command } from 'commander'
import { chosenRelation } from './chosen-relation.ts'
import { bytesOf, exportPouch, importPouch, type PouchNode, type Told } from './pouch.ts'
import { type Language, say } from './words.ts'

interface Given {
  config: string
  relation?: string
}

export function addPouch(program: Command, answeredIn: () => Language): void {
  const pouch = program
    .command('pouch')
    .description('carry what waits on a medium, and take in what came on one, when there is no line')

  pouch
    .command('export')
    .description('write what the counterpart has not receipted as files no larger than the medium')
    .requiredOption('--config <file>', 'configuration of the node that runs')
    .requiredOption('--to <folder>', 'where the files go, such as the mounted stick')
    .option('--size <size>', 'of a file at the most: disc (650 MB), stick (4 GiB), or such as 100MB', 'stick')
    .option('--since <index>', 'from this entry of our log on, instead of from what is not receipted')
    .option('--relation <id>', 'where the node holds more than one')
    .action(async ({ to, size, since, ...given }: Given & { to: string; size: string; since?: string }) => {
      const bytes = bytesOf(size)
      if (since !== undefined && !/^[0-9]{1,15}$/.test(since))
        throw new Error('bad-option: --since is a whole number')
      const told = await toldIn(answeredIn())
      await exportPouch(await nodeOf(given), to, bytes, since === undefined ? null : Number(since), told)
    })

  pouch
    .command('import')
    .description(
      'take in files of the counterpart, in any order and any number of times; the exit code is 0 only when none is refused',
    )
    .argument('<file...>', '.pouch files')
    .requiredOption('--config <file>', 'configuration of the node that runs')
    .option('--relation <id>', 'where the node holds more than one')
    .action(async (files: string[], given: Given) => {
      const told = await toldIn(answeredIn())
      process.exitCode = await importPouch(await nodeOf(given), files, told)
    })
}

async function nodeOf({ config, relation }: Given): Promise<PouchNode> {
  const { givePouch, openPouch, planPouch, readConfig, readStarts } = await import('@counterpart/server')
  const { data } = readConfig(config, process.env)
  const held = (await readStarts(data)).map((one) => one.relation)
  const id = chosenRelation(relation, held)
  return {
    plan: (bytes, since) =>
      planPouch(data, id, bytes, since).catch((error: { code?: unknown; message?: unknown }) => {
        if (since === null || error.code !== 'bad-query') throw error
        throw new Error(
          `bad-option: --since ${since} cannot be: ${error.message}; give less, or leave it out`,
        )
      }),
    open: (file) => openPouch(data, id, file),
    give: (bytes) => givePouch(data, id, bytes),
  }
}

async function toldIn(language: Language): Promise<Told> {
  const { NodeError, textOf } = await import('@counterpart/server')
  type Code = InstanceType<typeof NodeError>['code']
  const live = process.stdout.isTTY === true
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1)
  let shown = 0
  return {
    language,
    print: (line) => console.log(live ? `\r\x1b[K${line}` : line),
    why: (code) => textOf(code as Code)[language],
    progress(done, of, name) {
      const now = performance.now()
      if (!live || (now - shown < 100 && done < of)) return
      shown = now
      const values = { name, done: megabytes(done), of: megabytes(of) }
      process.stdout.write(`\r\x1b[K${say(language, 'pouch-progress', values)}`)
    },
  }
}
