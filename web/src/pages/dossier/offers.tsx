import { Button } from 'antd'
import { useState } from 'react'
import { useSession } from '../../api/session.tsx'
import type { Dossier, Offer, Rung } from '../../api/types.ts'
import type { Naming } from '../../declared/naming.ts'
import { orderOffers } from '../../declared/offers.ts'
import { replacing } from '../../declared/replaced.ts'
import { useSafeguards } from '../../declared/use-safeguards.ts'
import { useWhy } from '../../declared/use-why.ts'
import { useRoles } from '../../parts/answerers.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { NoneHere } from './none-here.tsx'
import { FarOffers, SmallOffers } from './small-offers.tsx'
import { Stopped } from './stopped.tsx'

interface Props {
  dossier: Dossier
  naming: Naming
  onChoose(offer: Offer): void
}

/** What an act does to the clock and whom it needs, in a few words under its name. */
function useNotes(naming: Naming): (offer: Offer) => string[] {
  const { t, allOf, named } = useTexts()
  return (offer) => {
    const clock = naming.declared?.procedure.acts[offer.act]?.clock
    const notes: string[] = []
    if (clock === 'pause') notes.push(t('offers.pauses'))
    if (clock === 'resume') notes.push(t('offers.resumes'))
    if (clock === 'extend') notes.push(t('offers.extends'))
    if (offer.approval) notes.push(t('offers.second'))
    const open = offer.guards.filter(({ answer }) => answer === 'open' || answer === 'failed')
    if (open.length > 0)
      notes.push(t('offers.may-stop', { gates: allOf(open.map(({ gate }) => named('gate', gate))) }))
    const own = offer.guards.filter((one) => one.own)
    if (own.length > 0)
      notes.push(t('offers.you-answered', { gates: allOf(own.map(({ gate }) => named('gate', gate))) }))
    return notes
  }
}

function OfferButton({
  offer,
  naming,
  primary,
  onChoose,
}: {
  offer: Offer
  naming: Naming
  primary: boolean
  onChoose(offer: Offer): void
}) {
  const notes = useNotes(naming)(offer)
  return (
    <div className="offer">
      <Button
        block
        type={primary ? 'primary' : 'default'}
        className="offer-button"
        onClick={() => onChoose(offer)}
      >
        <span>{naming.act(offer.act)}</span>
        <Icon name="right" size={14} />
      </Button>
      {notes.length > 0 && <p className="offer-note">{notes.join(' · ')}</p>}
    </div>
  )
}

interface BlockedProps {
  offers: readonly Offer[]
  rungs: readonly Rung[]
  naming: Naming
}

function Blocked({ offers, rungs, naming }: BlockedProps) {
  const { t, named, number } = useTexts()
  const { side } = useSession()
  const why = useWhy(naming)
  const rolesText = useRoles()
  const [open, setOpen] = useState(false)
  if (offers.length === 0) return null
  function reason({ act, code }: Offer): string {
    if (code === null) return ''
    const by = code === 'on-not-effective' ? replacing(naming.declared, act, side, rungs) : null
    if (by) return t('offers.replaced', { ref: `${by.side.toUpperCase()} ${number(by.index)}` })
    return why(code, act, named('refused', code, named('verdict', code)))
  }
  return (
    <div className="blocked">
      <button
        type="button"
        className="quiet blocked-head"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name={open ? 'down' : 'right'} size={13} /> {t('offers.blocked', { count: offers.length })}
      </button>
      {open && (
        <ul>
          {offers.map((offer) => (
            <li key={offer.act}>
              <span>{naming.act(offer.act)}</span>
              <span className="soft">
                {reason(offer)}
                {offer.code === 'wrong-role' &&
                  ` ${t('offers.for-roles', { roles: rolesText(naming.declared?.procedure.acts[offer.act]?.roles ?? []) })}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** What can be done now, by this officer, in this dossier; and what cannot, with the reason. */
export function Offers({ dossier, naming, onChoose }: Props) {
  const { t } = useTexts()
  const session = useSession()
  const safeguards = useSafeguards(dossier, naming)
  const { first, near, far, stopped, blocked } = orderOffers(dossier.offers, naming.declared)
  // The node lets this officer read it and no more: then a list of acts would say nothing.
  const isForeign = dossier.offers.length > 0 && dossier.offers.every(({ code }) => code === 'not-allowed')
  const ourMove = dossier.waits === session.side
  return (
    <Panel title={t('offers.title')}>
      {isForeign && <p className="soft offers-none">{t('offers.not-yours')}</p>}
      {!isForeign && first.length + near.length + far.length === 0 && (
        <NoneHere dossier={dossier} naming={naming} safeguards={safeguards} />
      )}
      {first.map((offer, at) => (
        <OfferButton
          key={offer.act}
          offer={offer}
          naming={naming}
          primary={at === 0 && ourMove}
          onChoose={onChoose}
        />
      ))}
      <Stopped offers={stopped} safeguards={safeguards} naming={naming} />
      {near.length > 0 && (
        <div className="offers-near">
          <SmallOffers offers={near} naming={naming} onChoose={onChoose} />
        </div>
      )}
      <FarOffers far={far} naming={naming} onChoose={onChoose} />
      {!isForeign && <Blocked offers={blocked} rungs={dossier.rungs} naming={naming} />}
    </Panel>
  )
}
