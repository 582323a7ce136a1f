/** `counterpart incidents`: what a node that runs has on record for its operators, with all that each incident says. */
import type { Command } from 'commander'
import { chosenRelation } from './chosen-relation.ts'
import { momentOf } from './moment.ts'

interface Given {
  config: string
  relation?: string
  code?: string
}

interface Incident {
  relation: string
  at: number
  code: string
  detail?: unknown
}

/** What another node signed may hold commands to the terminal, or write the rest of a line the other way round. */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]/gu

export function addIncidents(program: Command): void {
  program
    .command('incidents')
    .description(
      'what the running node has on record for its operators, newest first, a line of JSON for each',
    )
    .requiredOption('--config <file>', 'configuration of the node that runs')
    .option('--relation <id>', 'only of this one')
    .option('--code <code>', 'only those of this code')
    .action(async ({ config, relation, code }: Given) => {
      const { readConfig, readIncidents, readStarts } = await import('@counterpart/server')
      const { data } = readConfig(config, process.env)
      const only =
        relation === undefined
          ? null
          : chosenRelation(
              relation,
              (await readStarts(data)).map((start) => start.relation),
            )
      for (const one of await readIncidents(data, code ?? null))
        if (only === null || one.relation === only) console.log(incidentLine(one))
    })
}

/** A code point beyond the first plane is two escapes, as JSON has it. */
export function incidentLine({ relation, at, code, detail }: Incident): string {
  return JSON.stringify({ at: momentOf(at), code, relation, detail }).replace(HIDDEN, (hidden) =>
    Array.from({ length: hidden.length }, (_, index) => {
      const unit = hidden.charCodeAt(index).toString(16).padStart(4, '0')
      return `\\u${unit}`
    }).join(''),
  )
}
