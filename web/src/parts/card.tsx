import type { ReactNode } from 'react'
import { Versions } from './said.tsx'

interface Props {
  id?: string
  className: string
  title: ReactNode
  /** What it holds, for the choice among its languages. */
  fields: unknown
  children: ReactNode
}

/** One act on its side: its title, in which languages it can be read, and what it says. */
export function Card({ id, className, title, fields, children }: Props) {
  return (
    <Versions of={fields}>
      {(choice) => (
        <article {...(id === undefined ? {} : { id })} className={`card ${className}`}>
          <header className="card-head">
            <h3>{title}</h3>
            {choice}
          </header>
          {children}
        </article>
      )}
    </Versions>
  )
}
