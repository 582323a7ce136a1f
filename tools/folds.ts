/** `npm run folds`: writes `procedures/folds.json` after a change of declarations or runs, or with a number that was raised. */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Folds, foldsNow, unraised } from '../procedures/_folds.ts'
import { read, root } from './repository.ts'

const file = 'procedures/folds.json'
const found = foldsNow()
const held: Folds | null = existsSync(join(root, file)) ? JSON.parse(read(file)) : null
const named = held ? unraised(held, found) : []
if (named.length > 0) {
  console.error(`folded otherwise under the same TALLY_RULE: ${named.join(', ')}`)
  process.exit(1)
}
writeFileSync(join(root, file), `${JSON.stringify(found, null, 2)}\n`)
