/** Checks the offices that the fields of common acts name: each has to be of the side and level that the act says. */
import { NodeError } from '../../errors.ts'
import type { Context } from '../context.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * An act that sends a dossier to an office that does not exist would send it to nobody's desk. Only the author's node
 * checks this, since the counterpart has a directory of its own. @throws NodeError `bad-value`
 */
export function checkNamedOffices(context: Context, fields: Fields): void {
  const level = fields['raised-to']
  const offered = fields['offered-side'] === 'other' ? 'theirs' : 'ours'
  check(context, fields, 'our-office', 'ours', level)
  check(context, fields, 'their-office', 'theirs', level)
  check(context, fields, 'offered-to', offered)
  check(context, fields, 'call-with', 'theirs')
}

function check(
  context: Context,
  fields: Fields,
  name: string,
  side: 'ours' | 'theirs',
  level?: unknown,
): void {
  const code = fields[name]
  if (typeof code !== 'string') return
  const office = context.directory.office(code)
  const isRight = office !== null && (office.side === context.party) === (side === 'ours')
  if (!isRight || (level !== undefined && office.level !== level))
    throw new NodeError({ code: 'bad-value', path: `/fields/${name}` })
}
