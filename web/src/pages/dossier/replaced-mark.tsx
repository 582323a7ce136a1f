import type { Rung } from '../../api/types.ts'
import { Icon } from '../../parts/icon.tsx'
import { LogIndex } from '../../parts/party.tsx'
import { useTexts } from '../../text/use-texts.tsx'

/** That a proposal, though it had effect, can be answered no more: which later one stands in its place. */
export function ReplacedMark({ by }: { by: Rung }) {
  const { t } = useTexts()
  return (
    <p className="card-why">
      <Icon name="reply" size={14} />
      <a href={`#rung-${by.leaf}`}>
        {t('ladder.replaced')} · <LogIndex side={by.side} index={by.index} />
      </a>
    </p>
  )
}
