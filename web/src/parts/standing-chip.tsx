import type { Standing } from '../declared/safeguards.ts'
import { useTexts } from '../text/use-texts.tsx'
import { Icon, type IconName } from './icon.tsx'

const ICONS: Readonly<Record<Standing, IconName>> = {
  open: 'ask',
  passed: 'check',
  failed: 'stop',
  overridden: 'over',
}

interface Props {
  standing: Standing
  isAsked?: boolean
  /** A no that fell and that nobody took back. */
  isRefused?: boolean
}

/** How a safeguard stands: by word, sign and colour. */
export function StandingChip({ standing, isAsked = true, isRefused = false }: Props) {
  const { t } = useTexts()
  const isIdle = standing === 'open' && !isAsked
  const shown = standing === 'open' && isRefused ? 'failed' : isIdle ? 'idle' : standing
  return (
    <span className={`standing standing-${shown}`}>
      <Icon name={ICONS[isIdle ? 'open' : (shown as Standing)]} size={13} />{' '}
      {t(standing === 'open' && isRefused ? 'safeguard.refused' : `safeguard.${shown}`)}
    </span>
  )
}
