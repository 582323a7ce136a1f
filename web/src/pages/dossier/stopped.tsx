import type { Offer } from '../../api/types.ts'
import type { Naming } from '../../declared/naming.ts'
import type { Safeguard } from '../../declared/safeguards.ts'
import { Icon } from '../../parts/icon.tsx'
import { StandingChip } from '../../parts/standing-chip.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { Unblocking } from './unblocking.tsx'

interface Props {
  offers: readonly Offer[]
  safeguards: readonly Safeguard[]
  naming: Naming
}

/** Acts that only a safeguard stops: which one it is, and who can clear the way. */
export function Stopped({ offers, safeguards, naming }: Props) {
  const { t, named } = useTexts()
  if (offers.length === 0) return null
  return (
    <div className="stopped">
      <h3>
        <Icon name="stop" size={13} /> {t('offers.stopped')}
      </h3>
      <ul>
        {offers.map((offer) => (
          <li key={offer.act}>
            <b>{naming.act(offer.act)}</b>
            {safeguards
              .filter((one) => blocks(one, offer))
              .map((one) => (
                <div key={one.gate} className="stopped-by">
                  <a href={`#gate-${one.gate}`}>{named('gate', one.gate)}</a>{' '}
                  <StandingChip standing={one.standing} />
                  <Unblocking of={one} />
                </div>
              ))}
          </li>
        ))}
      </ul>
    </div>
  )
}

function blocks({ gate, standing }: Safeguard, { guards }: Offer): boolean {
  const clears = standing === 'passed' || standing === 'overridden'
  return !clears && guards.some((one) => one.gate === gate)
}
