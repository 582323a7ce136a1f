import { Tooltip } from 'antd'
import { useSigned } from '../../api/session.tsx'
import type { Dossier } from '../../api/types.ts'
import type { Naming } from '../../declared/naming.ts'
import { isUnreceived } from '../../declared/unreceived.ts'
import { Countdown } from '../../parts/countdown.tsx'
import { Icon } from '../../parts/icon.tsx'
import { SideWord } from '../../parts/party.tsx'
import { zoneOf } from '../../text/format.ts'
import { useTexts } from '../../text/use-texts.tsx'
import { standOf, used } from '../../time/countdown.ts'
import { useNow } from '../../time/use-now.ts'

function NoClock({ dossier, naming }: { dossier: Dossier; naming: Naming }) {
  const { t } = useTexts()
  const because = naming.because(dossier.state)
  return (
    <div className="clock clock-none">
      <Icon name="clock" size={18} />
      <span>
        {dossier.path.some((step) => step.current && step.final) ? t('clock.ended') : t('clock.none')}
        {dossier.provisional && ` · ${t('clock.provisional')}`}
        {because && ` · ${because}`}
        {dossier.waits !== null && (
          <>
            {' · '}
            {t('desk.moves')} <SideWord party={dossier.waits} />
          </>
        )}
      </span>
    </div>
  )
}

/** The one clock of the dossier, the same on both sides: whose it is, how it stands, when it ends. */
export function ClockBar({ dossier, naming }: { dossier: Dossier; naming: Naming }) {
  const { t, fullUntil, moment, until, language } = useTexts()
  const at = useNow(10)
  const { session } = useSigned()
  const { clock } = dossier
  if (!clock) return <NoClock dossier={dossier} naming={naming} />
  const stand = standOf(clock, at)
  // Read to the other side on the telephone: it has to be their clock, too.
  const common = dossier.provisional
    ? 'clock.provisional'
    : isUnreceived(dossier, naming, session.side)
      ? 'clock.unreceived'
      : 'clock.same'
  const help = naming.deadlineHelp(clock.deadline)
  return (
    <div className={`clock clock-${stand}`}>
      <Icon name={stand === 'paused' ? 'pause' : 'clock'} size={18} />
      <b className="clock-rest">
        <Countdown due={clock.due} paused={clock.paused} />
      </b>
      <span className="clock-text">
        <span>
          <Tooltip title={help}>
            <span className="clock-name">{naming.deadline(clock.deadline)}</span>
          </Tooltip>{' '}
          · {t('clock.owes')} <SideWord party={clock.owes} />
        </span>
        <span className="soft">
          {stand === 'paused' && clock.paused !== null ? (
            t('clock.paused-since', { moment: moment(clock.paused) })
          ) : (
            // Two officers on the telephone read it in two zones, each of them as an hour of the same clock.
            <span title={fullUntil(clock.due)}>
              {t('clock.due-at', { moment: until(clock.due) })} {zoneOf(language, clock.due)}
            </span>
          )}
          {` · ${t(common)}`}
        </span>
      </span>
      <progress className="clock-used" max={1} value={used(clock, at)} aria-label={t('clock.used')} />
    </div>
  )
}
