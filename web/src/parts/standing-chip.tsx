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
export function StandingChip({ standing }: { standing: Standing }) {
  const { t } = useTexts()
  return (
    <span className={`standing standing-${standing}`}>
      <Icon name={ICONS[standing]} size={13} /> {t(`safeguard.${standing}`)}
    </span>
  )
}
