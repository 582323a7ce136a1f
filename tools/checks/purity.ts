// Protects law 2: the pure shelves do no input or output and know no clock, no chance, no time zone and no locale. The
// compiler refuses most of it, because it is told of no such thing; these are the names it cannot refuse.
import { files, isSource, isTest, type Problem, read, shelfOf } from '../repository.ts'

const pure = new Set(['protocol', 'casework', 'procedures', 'record'])
const impure =
  /\b(Date\.(now|parse)|Math\.random|new Date\b|Date\(\)|Intl\b|toLocale\w+|localeCompare|getTimezoneOffset|globalThis|performance\.now|import\.meta|process\.|fetch\(|eval\(|new Function)/

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
