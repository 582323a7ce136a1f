/**
 * `npm run space -- [--write] [NAME…]`: visits everything that each procedure, or those named, lets come about, says what does not
 * hold, and compares what has effect with `procedures/<name>/space.json`, or writes it.
 */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type SpaceTable, spaceOf, tableDifferences, tableOf } from '@counterpart/casework'
import { procedures } from '@counterpart/procedures'
import { read, root } from './repository.ts'

const { values, positionals } = parseArgs({
  options: { write: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const named = procedures.filter(
  ({ procedure }) => positionals.length === 0 || positionals.includes(procedure.name),
)
if (positionals.length > named.length)
  throw new Error(`not in procedures/index.ts: ${positionals.join(', ')}`)
let failed = 0
for (const { procedure } of named) {
  const begun = performance.now()
  const space = spaceOf(procedure)
  const found = tableOf(procedure, space)
  const file = `procedures/${procedure.name}/space.json`
  const held: SpaceTable = existsSync(join(root, file)) ? JSON.parse(read(file)) : {}
  const said = [
    ...space.problems.map(({ at, code, what }) => `${code}: ${at}${what === undefined ? '' : ` (${what})`}`),
    ...(values.write ? [] : tableDifferences(held, found)),
  ]
  const { kinds, moves, combinations } = space.counts
  const ms = Math.round(performance.now() - begun)
  console.log(
    `${procedure.name}: ${kinds} kinds of dossier, ${moves} moves, ${combinations} combinations (${ms} ms)`,
  )
  for (const line of said) console.log(`  ${line}`)
  failed += said.length
  if (values.write) writeFileSync(join(root, file), `${JSON.stringify(found, null, 2)}\n`)
}
process.exit(failed === 0 ? 0 : 1)
