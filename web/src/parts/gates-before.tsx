import type { Naming } from '../declared/naming.ts'
import type { Safeguard } from '../declared/safeguards.ts'
import { useTexts } from '../text/use-texts.tsx'
import { StandingChip } from './standing-chip.tsx'
import { Unblocking } from './unblocking.tsx'

interface Props {
  of: readonly Safeguard[]
  naming: Naming
  /** The dossier they stand in, where whoever reads this is not to leave what is on the page. */
  elsewhere?: string
}

/** Safeguards that stand before an act: the way to each, and who can clear it. */
export function GatesBefore({ of, naming, elsewhere }: Props) {
  const { named } = useTexts()
  const at = elsewhere === undefined ? {} : { target: '_blank', rel: 'noopener' }
  return of.map((one) => (
    <div key={one.gate} className="stopped-by">
      <a href={`${elsewhere === undefined ? '' : `/dossiers/${elsewhere}`}#gate-${one.gate}`} {...at}>
        {named('gate', one.gate)}
      </a>{' '}
      <StandingChip standing={one.standing} isRefused={one.refusal !== null} />
      <Unblocking of={one} naming={naming} />
    </div>
  ))
}
