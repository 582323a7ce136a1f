import { foldable } from '../declared/foldable.ts'
import type { Naming } from '../declared/naming.ts'
import { versionsOf } from '../text/pick.ts'
import { useFold } from './use-fold.tsx'
import { Value } from './value.tsx'

interface Props {
  naming: Naming
  fields: Readonly<Record<string, unknown>>
  without?: readonly string[]
  /** How many to show at first; all when absent. */
  first?: number
}

/** More signs than a few lines of the narrow column beside a label hold. */
const LONG = 160

function isLong({ kind }: { kind: string }, value: unknown): boolean {
  return kind === 'text' && versionsOf(value).some(({ text }) => text.length > LONG)
}

/** Fields of one act under their labels, in the order of the declaration. */
export function Fields({ naming, fields, without = [], first }: Props) {
  const declared = naming.declared?.procedure.fields ?? {}
  const shown = Object.entries(declared).filter(
    ([name]) => fields[name] !== undefined && !without.includes(name),
  )
  const waiting = foldable(shown, first ?? shown.length)
  const { hides, more } = useFold(waiting.length, 0, 'ladder.more-fields')
  if (shown.length === 0) return null
  return (
    <>
      <dl className="fields">
        {shown.map(([name, field]) => (
          <div
            key={name}
            className={`field field-${field.kind}${isLong(field, fields[name]) ? ' field-long' : ''}${hides(waiting.indexOf(name)) ? ' folded' : ''}`}
          >
            <dt>{naming.field(name)}</dt>
            <dd>
              <Value value={fields[name]} field={field} name={name} naming={naming} />
            </dd>
          </div>
        ))}
      </dl>
      {more}
    </>
  )
}
