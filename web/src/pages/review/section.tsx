import { type ReactNode, useId } from 'react'
import { useTexts } from '../../text/use-texts.tsx'

interface Props {
  title: string
  count?: number
  note?: ReactNode
  className?: string
  /** Said where there is nothing. */
  empty: string
  children: ReactNode
}

/** One part of a review. That it is empty is said: a part that is missing would say nothing. */
export function ReviewSection({ title, count, note, className = '', empty, children }: Props) {
  const { number } = useTexts()
  const id = useId()
  return (
    <section className={`sheet review-section ${className}`} aria-labelledby={id}>
      <h2 id={id}>
        {title} {count !== undefined && <span className="group-count">{number(count)}</span>}
      </h2>
      {note && <p className="soft small">{note}</p>}
      {count === 0 ? <p className="soft">{empty}</p> : children}
    </section>
  )
}
