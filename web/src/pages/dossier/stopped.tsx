import type { Offer } from '../../api/types.ts'
import type { Naming } from '../../declared/naming.ts'
import { blocking, type Safeguard } from '../../declared/safeguards.ts'
import { GatesBefore } from '../../parts/gates-before.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useTexts } from '../../text/use-texts.tsx'

interface Props {
  offers: readonly Offer[]
  safeguards: readonly Safeguard[]
  naming: Naming
}

/** Acts that only a safeguard stops: which one it is, and who can clear the way. */
export function Stopped({ offers, safeguards, naming }: Props) {
  const { t, allOf } = useTexts()
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
            {its.slice(0, 1).map((offer) => (
              <GatesBefore key={offer.act} of={blocking(safeguards, offer)} naming={naming} />
            ))}
          </li>
        ))}
      </ul>
    </div>
  )
}
