import { useEffect, useState } from 'react'
import { useTexts } from '../text/use-texts.tsx'
import { Icon } from './icon.tsx'

/** Something long to carry elsewhere: shown short, copied whole. */
export function Copy({ whole, short }: { whole: string; short?: string }) {
  const { t } = useTexts()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1600)
    return () => clearTimeout(timer)
  }, [copied])
  return (
    <span className="copy">
      <code title={whole}>{short ?? whole}</code>
      <button
        type="button"
        className="quiet"
        aria-label={t('page.copy')}
        onClick={() => {
          void navigator.clipboard?.writeText(whole).then(() => setCopied(true))
        }}
      >
        <Icon name={copied ? 'check' : 'copy'} size={14} />
      </button>
    </span>
  )
}
