import type { Rung } from '../../api/types.ts'
import type { Naming } from '../../declared/naming.ts'
import { Icon } from '../../parts/icon.tsx'
import { LogIndex } from '../../parts/party.tsx'
import { useTexts } from '../../text/use-texts.tsx'

interface Props {
  /** What corrects, on the rung of what may be corrected; or the other way round. */
  corrections: readonly Rung[]
  corrected: Rung | null
  naming: Naming
}

/** That a correction followed, and what it may be about. It names no act, and is not said to. */
export function CorrectionMark({ corrections, corrected, naming }: Props) {
  const { t, moment } = useTexts()
  return (
    <>
      {corrections.map(({ leaf, side, index, written }) => (
        <p key={leaf} className="card-why">
          <Icon name="reply" size={14} />
          <a href={`#rung-${leaf}`}>
            {t('ladder.corrected', { moment: moment(written) })} · <LogIndex side={side} index={index} />
          </a>
        </p>
      ))}
      {corrected?.act && (
        <p className="soft small">
          {t('ladder.corrects')}{' '}
          <a href={`#rung-${corrected.leaf}`}>
            {naming.done(corrected.act)} · <LogIndex side={corrected.side} index={corrected.index} />
          </a>
        </p>
      )}
    </>
  )
}
