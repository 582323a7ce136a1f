import { CaseworkError } from '../errors.ts'
import { fieldsRead, type Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'

/**
 * In which order a page asks for the fields of an act: what is needed first, each in the order of the declaration; but
 * what may be left out only as another field says stands after that one.
 *
 * @throws CaseworkError `unknown-act`
 */
export function fieldOrder(procedure: Procedure, act: string): string[] {
  const declared = own(procedure.acts, act)
  if (!declared) throw new CaseworkError('unknown-act')
  const { needs, may = [], when } = declared
  const order = [...new Set([...needs, ...may])]
  if (!when) return order
  const read = fieldsRead(when).filter((name) => order.includes(name))
  for (const [at, name] of read.entries()) {
    const before = read[at - 1]
    if (before === undefined || needs.includes(name)) continue
    order.splice(order.indexOf(name), 1)
    order.splice(order.indexOf(before) + 1, 0, name)
  }
  return order
}
