import type { ReactNode } from 'react'
import { described } from '../described.ts'

interface Props {
  /** Of the field; its label bears the same with `-label`. */
  id: string
  as?: 'inline' | 'stack'
  children: ReactNode
}

/** Several boxes of one field, each with a name of its own: whoever hears the page is told of which field they are. */
export function Boxes({ id, as = 'inline', children }: Props) {
  return (
    <fieldset className={`boxes ${as}`} aria-labelledby={`${id}-label`} {...described(id)}>
      {children}
    </fieldset>
  )
}
