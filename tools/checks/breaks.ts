// Protects the planted breaks from a line that was reworded: a break that breaks nothing shows only when all are tried.
import { timesIn } from '../breaks/break.ts'
import { breaks } from '../breaks/list.ts'
import { type Problem, read } from '../repository.ts'

export function check(): Problem[] {
  return breaks.flatMap((broken) => {
    const times = timesIn(broken, read(broken.file))
    return times === 1 ? [] : [{ file: broken.file, what: `has what '${broken.does}' breaks ${times} times` }]
  })
}
