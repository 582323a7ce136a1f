import { Button } from 'antd'
import type { Offer, Rung } from '../../api/types.ts'
import type { Naming } from '../../declared/naming.ts'
import type { Safeguard } from '../../declared/safeguards.ts'
import { Icon } from '../../parts/icon.tsx'
import { OfficeName } from '../../parts/office.tsx'
import { SideWord } from '../../parts/party.tsx'
import { StandingChip } from '../../parts/standing-chip.tsx'
import { Unblocking } from '../../parts/unblocking.tsx'
import type { TextKey } from '../../text/catalogue.ts'
import { useTexts } from '../../text/use-texts.tsx'

interface Props {
  of: Safeguard
  naming: Naming
  onChoose(offer: Offer): void
}

/** An entry that says something of a safeguard: when, by whom, and the way to its rung. */
function Said({ rung, says }: { rung: Rung; says: TextKey }) {
  const { t, moment } = useTexts()
  return (
    <p className="safeguard-said">
      <a href={`#rung-${rung.leaf}`}>{t(says, { moment: moment(rung.written) })}</a> ·{' '}
      <SideWord party={rung.side} /> <OfficeName code={rung.office} />
    </p>
  )
}

/** What has become of it so far. */
function Story({ of }: { of: Safeguard }) {
  const { t, moment, named } = useTexts()
  const { standing, answer, recalled, fallen, refusal, passedOver } = of
  return (
    <>
      {fallen && (
        <p className="safeguard-fallen">
          <Icon name="reply" size={13} /> {t('safeguard.fallen')}
        </p>
      )}
      {fallen && fallen.leaf !== refusal?.leaf && (
        <Said rung={fallen} says={of.fellPassedOver ? 'safeguard.overridden-at' : 'safeguard.earlier'} />
      )}
      {standing === 'open' && refusal && <Said rung={refusal} says="safeguard.earlier-no" />}
      {passedOver && <Said rung={passedOver} says="safeguard.answered-no" />}
      {answer && (
        <Said
          rung={answer}
          says={standing === 'overridden' ? 'safeguard.overridden-at' : 'safeguard.answered'}
        />
      )}
      {answer && recalled && (
        <p className="safeguard-recalled">
          <Icon name="stop" size={13} />{' '}
          <a href={`#rung-${answer.leaf}`}>{t('safeguard.recalled', { moment: moment(recalled.time) })}</a> ·{' '}
          {named('recall-ground', recalled.ground)}
        </p>
      )}
    </>
  )
}

function Buttons({ of, onChoose }: Omit<Props, 'naming'>) {
  const { t, named } = useTexts()
  const { check, pass, standing } = of
  const isOpen = standing === 'open'
  const answer = t(of.onlyNo ? 'safeguard.answer-no' : isOpen ? 'safeguard.answer' : 'safeguard.answer-again')
  // Whoever speaks to a page says what stands on the button.
  const called = (words: string) => `${t('value.labelled', { label: words })}${named('gate', of.gate)}`
  // Whoever wrote what it is about reads why it is for somebody else, and not only that it is.
  if (!check?.allowed && !pass?.allowed)
    return check?.code === 'gate-same-officer' ? (
      <p className="soft small">{t('verdict.gate-same-officer')}</p>
    ) : null
  return (
    <div className="safeguard-buttons">
      {check?.allowed && (
        <Button
          size="small"
          type={isOpen && of.asked ? 'primary' : 'default'}
          aria-label={called(answer)}
          onClick={() => onChoose(check)}
        >
          {answer}
        </Button>
      )}
      {pass?.allowed && (
        <Button
          size="small"
          danger
          icon={<Icon name="over" size={13} />}
          aria-label={called(t('safeguard.pass-over'))}
          onClick={() => onChoose(pass)}
        >
          {t('safeguard.pass-over')}
        </Button>
      )}
    </div>
  )
}

/** One safeguard: what it asks, how it stands, what it stands before, and who can do something about it. */
export function SafeguardRow({ of, naming, onChoose }: Props) {
  const { t, allOf, anyOf, named } = useTexts()
  const { gate, standing, elsewhere } = of
  const unsettled = standing === 'open' || standing === 'failed'
  return (
    <li id={`gate-${gate}`} className={`safeguard safeguard-${standing}`}>
      <div className="safeguard-head">
        <h3>{named('gate', gate)}</h3>
        <StandingChip standing={standing} isAsked={of.asked} isRefused={of.refusal !== null} />
      </div>
      <p>{naming.gate(gate)}</p>
      <div className="safeguard-facts">
        <p>{t('safeguard.before', { acts: allOf(of.before.map(naming.act)) })}</p>
        {standing === 'open' && !of.asked && (
          <p>{t('safeguard.if-brought', { fields: anyOf(of.brings.map(naming.field)) })}</p>
        )}
        {unsettled && of.refusal && <p>{t('safeguard.same-again')}</p>}
        {unsettled && <Unblocking of={of} naming={naming} />}
        {unsettled && elsewhere.length > 0 && (
          <p>{t('safeguard.elsewhere', { states: anyOf(elsewhere.map(naming.state)) })}</p>
        )}
        <Story of={of} />
      </div>
      {of.check?.allowed && standing === 'open' && (
        <p className="soft small">{t('safeguard.then-not', { acts: allOf(of.before.map(naming.act)) })}</p>
      )}
      <Buttons of={of} onChoose={onChoose} />
    </li>
  )
}
