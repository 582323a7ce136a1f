/** The options of `counterpart scrub`, and the node behind them. */
import type { Command } from 'commander'
import { chosenRelation } from './chosen-relation.ts'
import { lastOf, type ScrubTold, scrubNow } from './scrub.ts'
import type { Language } from './words.ts'

interface Given {
  config: string
  relation?: string
  last?: boolean
}

export function addScrub(program: Command, answeredIn: () => Language): void {
  program
    .command('scrub')
    .description(
      'look at everything the running node stores, from the bodies up, now; the exit code is 0 only when nothing is damaged, or all that was is mended',
    )
    .requiredOption('--config <file>', 'configuration of the node that runs')
    .option('--relation <id>', 'only this one')
    .option('--last', 'only say what the last pass came to')
    .action(async ({ config, relation, last }: Given) => {
      const { beginScrub, readConfig, readScrubs } = await import('@counterpart/server')
      const { data } = readConfig(config, process.env)
      const told = toldIn(answeredIn())
      const node = { begin: (id: string) => beginScrub(data, id), state: () => readScrubs(data) }
      const states = await node.state()
      const held = states.map((state) => state.relation)
      const wanted = relation === undefined ? held : [chosenRelation(relation, held)]
      process.exitCode = last
        ? lastOf(
            states.filter((state) => wanted.includes(state.relation)),
            told,
          )
        : await scrubNow(node, wanted, told)
    })
}

function toldIn(language: Language): ScrubTold {
  const live = process.stdout.isTTY === true
  let shown = performance.now()
  return {
    language,
    every: 500,
    print: (line) => console.log(live ? `\r\x1b[K${line}` : line),
    progress(line) {
      if (live) process.stdout.write(`\r\x1b[K${line}`)
      else if (performance.now() - shown > 10_000) {
        shown = performance.now()
        console.log(line)
      }
    },
  }
}
