import type { Naming } from '../../declared/naming.ts'
import { slot } from '../../declared/slots.ts'
import { Plain } from '../../parts/said.tsx'

interface Props {
  ties: readonly Record<string, unknown>[]
  naming: Naming
}

/** The columns of a kind in the list of ties. */
function columns(naming: Naming, kind: 'choice' | 'text'): string[] {
  const list = slot(naming.declared, 'parents')
  const field = list === null ? undefined : naming.declared?.procedure.fields[list]
  if (field?.kind !== 'list') return []
  return Object.entries(field.row).flatMap(([name, of]) => (of.kind === kind ? [name] : []))
}

/** How an instrument is tied to another, a row for each tie, in the words of the declaration's own choices. */
export function Ties({ ties, naming }: Props) {
  const choices = columns(naming, 'choice')
  const words = ties.map((row) =>
    choices
      .flatMap((name) => (typeof row[name] === 'string' ? [naming.choice(name, row[name])] : []))
      .join(' · '),
  )
  return <>{words.filter((one) => one !== '').join('; ')}</>
}

/** What is noted with the ties, in the words of whoever entered them. */
export function TieNotes({ ties, naming }: Props) {
  const texts = columns(naming, 'text')
  return ties.flatMap((row) =>
    texts.flatMap((name) => (row[name] === undefined ? [] : [<Plain key={name} value={row[name]} />])),
  )
}
