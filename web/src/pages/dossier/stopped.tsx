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
  const { t, allOf, named } = useTexts()
  // Acts that wait for the same answers stand together.
  const groups = Map.groupBy(offers, (offer) =>
    blocking(safeguards, offer)
      .map(({ gate }) => gate)
      .join(),
  )
  if (offers.length === 0) return null
  return (
    <div className="stopped">
      <h3>
        <Icon name="stop" size={13} /> {t('offers.stopped')}
      </h3>
      <ul>
        {[...groups].map(([gates, its]) => (
          <li key={gates}>
            <b>{allOf(its.map(({ act }) => naming.act(act)))}</b>
            {its.slice(0, 1).flatMap((offer) =>
              blocking(safeguards, offer).map((one) => (
                <div key={one.gate} className="stopped-by">
                  <a href={`#gate-${one.gate}`}>{named('gate', one.gate)}</a>{' '}
                  <StandingChip standing={one.standing} isRefused={one.refusal !== null} />
                  <Unblocking of={one} />
                </div>
              )),
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

function blocking(safeguards: readonly Safeguard[], { guards }: Offer): Safeguard[] {
  return safeguards.filter(
    ({ gate, standing }) =>
      (standing === 'open' || standing === 'failed') && guards.some((one) => one.gate === gate),
  )
}
