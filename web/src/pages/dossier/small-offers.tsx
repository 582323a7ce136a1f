import { Button } from 'antd'
import { useState } from 'react'
import type { Offer } from '../../api/types.ts'
import type { Naming } from '../../declared/naming.ts'
import type { Ordered } from '../../declared/offers.ts'
import { Icon } from '../../parts/icon.tsx'
import { useTexts } from '../../text/use-texts.tsx'

interface Row {
  offers: readonly Offer[]
  naming: Naming
  onChoose(offer: Offer): void
}

/** Acts beside the ways on. */
export function SmallOffers({ offers, naming, onChoose }: Row) {
  if (offers.length === 0) return null
  return (
    <div className="offers-small">
      {offers.map((offer) => (
        <Button
          key={offer.act}
          size="small"
          onClick={() => onChoose(offer)}
          title={naming.actHelp(offer.act)}
        >
          {naming.act(offer.act)}
        </Button>
      ))}
    </div>
  )
}

/** Acts that are seldom meant, under what they are for, once they are asked for. */
export function FarOffers({ far, naming, onChoose }: Omit<Row, 'offers'> & { far: Ordered['far'] }) {
  const { t } = useTexts()
  const [open, setOpen] = useState(false)
  if (far.length === 0) return null
  const count = far.reduce((sum, { offers }) => sum + offers.length, 0)
  return (
    <div className="offers-far">
      <button type="button" className="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? 'down' : 'right'} size={13} /> {t('offers.more', { count })}
      </button>
      {open &&
        far.map(({ group, offers }) => (
          <section key={group}>
            <h3>{t(`offers.group-${group}`)}</h3>
            <SmallOffers offers={offers} naming={naming} onChoose={onChoose} />
          </section>
        ))}
    </div>
  )
}
