// Protects the planted breaks from a line that was reworded: a break that breaks nothing shows only when all are tried.
// And from code that runs in tests alone: what is proven of it is proven of no node.
import { type Break, timesIn } from '../breaks/break.ts'
import { breaks } from '../breaks/list.ts'
import { isTest, type Problem, read } from '../repository.ts'
import { unreached } from './unreached.ts'

export async function check(planted: readonly Break[] = breaks): Promise<Problem[]> {
  const dead = await unreached()
  return planted.flatMap((broken): Problem[] => {
    const { file, find, does } = broken
    const whole = read(file)
    const times = timesIn(broken, whole)
    if (times !== 1) return [{ file, what: `has what '${does}' breaks ${times} times` }]
    const name = declaredAt(whole, whole.indexOf(find) + find.length)
    const isDead = isTest(file) || dead.get(file)?.has('*') || dead.get(file)?.has(name)
    return isDead ? [{ file, what: `runs in tests alone where '${does}' breaks it: ${name}` }] : []
  })
}

/** The outermost declaration of a file in which a place lies. */
function declaredAt(whole: string, place: number): string {
  const declared = /^(?:export )?(?:async )?(?:function\*?|const|let|class) (\w+)/gm
  return [...whole.slice(0, place).matchAll(declared)].at(-1)?.[1] ?? ''
}
