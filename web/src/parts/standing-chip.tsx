import type { Standing } from '../declared/safeguards.ts'
import { useTexts } from '../text/use-texts.tsx'
import { Icon, type IconName } from './icon.tsx'

const ICONS: Readonly<Record<Standing, IconName>> = {
  open: 'ask',
  passed: 'check',
  failed: 'stop',
  overridden: 'over',
}

/** How a safeguard stands: by word, sign and colour. */
export function StandingChip({ standing, isAsked = true }: { standing: Standing; isAsked?: boolean }) {
  const { t } = useTexts()
  const isIdle = standing === 'open' && !isAsked
  return (
    <span className={`standing standing-${isIdle ? 'idle' : standing}`}>
      <Icon name={ICONS[standing]} size={13} /> {t(isIdle ? 'safeguard.idle' : `safeguard.${standing}`)}
    </span>
  )
}
