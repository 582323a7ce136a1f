import { type ReactNode, useId } from 'react'

/** A titled block beside the main matter of a page. */
export function Panel({ title, children, extra }: { title: string; children: ReactNode; extra?: ReactNode }) {
  const id = useId()
  return (
    <section className="panel" aria-labelledby={id}>
      <header className="panel-head">
        <h2 id={id}>{title}</h2>
        {extra}
      </header>
      {children}
    </section>
  )
}
