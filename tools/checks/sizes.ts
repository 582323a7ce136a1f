// Protects the reader: 300 lines a file in the pure shelves, 400 elsewhere and in tests, and no file called by a word
// that says nothing.
import { basename } from 'node:path'
import { files, isSource, isTest, type Problem, read, shelfOf } from '../repository.ts'

const pure = new Set(['protocol', 'casework', 'procedures', 'record'])
const empty = /^(utils?|helpers?|common|misc|managers?|stuff|lib)(\.|$)/

export function check(): Problem[] {
  return files()
    .filter((file) => isSource(file) && file.includes('/'))
    .flatMap((file) => {
      const most = pure.has(shelfOf(file)) && !isTest(file) ? 300 : 400
      const lines = read(file).split('\n').length - 1
      const problems: Problem[] = []
      if (lines > most) problems.push({ file, what: `has ${lines} lines, at most ${most} are allowed` })
      if (file.split('/').some((part) => empty.test(basename(part))))
        problems.push({ file, what: 'has a name that says nothing' })
      return problems
    })
}
