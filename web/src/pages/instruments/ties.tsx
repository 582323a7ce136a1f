import type { Naming } from '../../declared/naming.ts'
import { columnsIn } from '../../declared/slots.ts'
import { Plain } from '../../parts/said.tsx'

interface Props {
  ties: readonly Record<string, unknown>[]
  naming: Naming
}

/** How an instrument is tied to another, a row for each tie, in the words of the declaration's own choices. */
export function Ties({ ties, naming }: Props) {
  const choices = columnsIn(naming.declared, 'parents', 'choice')
  const words = ties.map((row) =>
    choices
      .flatMap((name) => (typeof row[name] === 'string' ? [naming.choice(name, row[name])] : []))
      .join(' · '),
  )
  return <>{words.filter((one) => one !== '').join('; ')}</>
}

/** What is noted with the ties, in the words of whoever entered them. */
export function TieNotes({ ties, naming }: Props) {
  const texts = columnsIn(naming.declared, 'parents', 'text')
  return ties.flatMap((row) =>
    texts.flatMap((name) => (row[name] === undefined ? [] : [<Plain key={name} value={row[name]} />])),
  )
}
