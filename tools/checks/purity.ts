// Protects law 2: the pure shelves do no input or output and know no clock and no chance. The compiler
// refuses most of it, because it is told of no such thing; these are the names it cannot refuse.
import { files, isSource, isTest, type Problem, read, shelfOf } from '../repository.ts'

const pure = new Set(['protocol', 'casework', 'procedures', 'record'])
const impure =
  /\b(Date\.now|Math\.random|new Date\(\)|Date\(\)|globalThis|performance\.now|import\.meta|process\.|fetch\(|eval\(|new Function)/

export function check(): Problem[] {
  return files()
    .filter((file) => pure.has(shelfOf(file)) && isSource(file) && !isTest(file))
    .flatMap((file) =>
      read(file)
        .split('\n')
        .flatMap((text, index) => {
          const found = impure.exec(text.replace(/\/\/.*|^\s*\*.*/, ''))
          return found ? [{ file, line: index + 1, what: `${found[0]} does not belong in a pure shelf` }] : []
        }),
    )
}
