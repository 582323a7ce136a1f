import { useTexts } from '../../text/use-texts.tsx'
import type { Strip } from './scrub-strip.ts'

/** A log from its first entry to its last: as far as it was looked at it is filled, and what is damaged is a mark in it. */
export function LogStrip({ name, size, done, damaged }: Strip & { name: string; size: number }) {
  const { t, number } = useTexts()
  const seen = done === null ? size : Math.min(done, size)
  const share = (part: number) => (size === 0 ? 0 : (100 * part) / size)
  const says = [
    t('scrub.looked', { part: seen, whole: size }),
    ...damaged.map((index) => t('scrub.damaged-at', { index: index + 1 })),
  ]
  return (
    <div className="log-strip">
      <span>
        {name} <span className="soft small">{number(size)}</span>
      </span>
      <div className="log-strip-track" role="img" aria-label={`${name}: ${says.join('; ')}`}>
        <span className="log-strip-seen" style={{ width: `${share(seen)}%` }} />
        {damaged.map((index) => (
          <span
            key={index}
            className="log-strip-damage"
            style={{ left: `${share(Math.min(index, size))}%` }}
            title={t('scrub.damaged-at', { index: index + 1 })}
          />
        ))}
      </div>
    </div>
  )
}
