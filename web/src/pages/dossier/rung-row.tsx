import { Tooltip } from 'antd'
import type { Rung } from '../../api/types.ts'
import type { Naming } from '../../declared/naming.ts'
import { gateSaid } from '../../declared/safeguards.ts'
import { useWhy } from '../../declared/use-why.ts'
import { Card } from '../../parts/card.tsx'
import { Fields } from '../../parts/fields.tsx'
import { HandlingChip } from '../../parts/handling-chip.tsx'
import { Icon } from '../../parts/icon.tsx'
import { OfficeName, useOfficeName } from '../../parts/office.tsx'
import { LogIndex } from '../../parts/party.tsx'
import { SetAside } from '../../parts/set-aside.tsx'
import { WordChip } from '../../parts/word-chip.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { instantOf } from '../../time/instant.ts'
import { CorrectionMark } from './correction-mark.tsx'
import { GateMark } from './gate-mark.tsx'
import { type Step, shownWords } from './ladder-layout.ts'
import { hasPartMark, PartMark } from './part-mark.tsx'
import { type Recall, RecallMark } from './recall-mark.tsx'
import { ReplacedMark } from './replaced-mark.tsx'
import { RungFiles } from './rung-files.tsx'

interface Props {
  step: Step
  naming: Naming
  /** The title of the dossier, as JSON. */
  title: string
  /** From when until when it moved the end of a deadline. */
  extension: { from: number; to: number } | null
  /** The recalls that took something of it. */
  recalls: readonly Recall[]
  /** Corrections that may be about it, and what it may be about as one. */
  corrections: readonly Rung[]
  corrected: Rung | null
  /** The later proposal that stands in its place. */
  replacedBy: Rung | null
  lit: boolean
  onLight(leaf: string | null): void
  /** Where is it? */
  onAsk(rung: Rung): void
}

/** Whoever wrote it; an act of the clock is the node's own, and nobody's doing. */
function Who({ rung, naming }: { rung: Rung; naming: Naming }) {
  const { t, moment, fullMoment } = useTexts()
  const isByTime = rung.act !== null && naming.declared?.procedure.acts[rung.act]?.by === 'clock'
  return (
    <p className="card-who">
      {isByTime ? (
        <span className="by-time">
          <Icon name="clock" size={13} /> {t('ladder.by-time')}
        </span>
      ) : (
        <OfficeName code={rung.office} />
      )}
      {!isByTime && rung.officerShort !== null && (
        <span className="officer" title={t('ladder.officer-means')}>
          {rung.officerShort}
        </span>
      )}
      <time dateTime={instantOf(rung.written).toISOString()} title={fullMoment(rung.written)}>
        {moment(rung.written)}
      </time>
      {rung.arrived && (
        <span
          className={rung.arrived.late ? 'arrived arrived-late' : 'arrived'}
          title={t('ladder.arrived-means')}
        >
          {t(rung.arrived.late ? 'ladder.arrived-late' : 'ladder.arrived', {
            moment: moment(rung.arrived.at),
          })}
        </span>
      )}
      {rung.handling !== null && <HandlingChip handling={rung.handling} />}
      {rung.approver && (
        <span className="approved">
          <Icon name="pair" size={13} /> {t('ladder.approved')}
        </span>
      )}
    </p>
  )
}

function Marks({ rung, naming }: { rung: Rung; naming: Naming }) {
  const { t } = useTexts()
  const said = rung.parts.filter(hasPartMark)
  if (!rung.number && said.length === 0) return null
  return (
    <p className="chips">
      {rung.number && <span className="chip">{t('ladder.number', { number: rung.number })}</span>}
      {said.map((part) => (
        <PartMark key={part.name} part={part} name={naming.part(part.name)} />
      ))}
    </p>
  )
}

function RungCard(props: Props) {
  const { step, naming, title, extension, recalls, lit, onLight } = props
  const { t, named, until, fullUntil } = useTexts()
  const why = useWhy(naming)
  const { rung, answers } = step
  // The dossier's own title stands above the ladder already.
  const field = naming.declared?.procedure.title
  const isPassedOver =
    step.stand !== 'without-effect' && gateSaid(naming.declared, rung)?.standing === 'overridden'
  const repeated = field !== undefined && JSON.stringify(rung.fields[field]) === title ? [field] : []
  return (
    <Card
      id={`rung-${rung.leaf}`}
      className={`card-${step.column} card-${step.stand}${lit ? ' card-lit' : ''}${step.line === 'broken' ? ' card-broken' : ''}${isPassedOver ? ' card-passed-over' : ''}`}
      title={
        rung.act !== null
          ? naming.done(rung.act)
          : rung.kind === 'damaged' || rung.kind === 'recall'
            ? named('kind', rung.kind)
            : t('ladder.unreadable')
      }
      fields={rung.fields}
    >
      <Who rung={rung} naming={naming} />
      {step.stand === 'without-effect' && (
        <p className="card-why">
          <Icon name="stop" size={14} /> {why(rung.code, rung.act)}
        </p>
      )}
      {answers?.act && (
        <a
          className="card-answers"
          href={`#rung-${answers.leaf}`}
          onMouseEnter={() => onLight(answers.leaf)}
          onMouseLeave={() => onLight(null)}
          onFocus={() => onLight(answers.leaf)}
          onBlur={() => onLight(null)}
        >
          <Icon name="reply" size={13} /> {naming.done(answers.act)} ·{' '}
          <LogIndex side={answers.side} index={answers.index} />
        </a>
      )}
      {step.stand !== 'without-effect' && <GateMark rung={rung} naming={naming} />}
      <SetAside of={rung} on={answers} naming={naming} />
      {props.replacedBy && <ReplacedMark by={props.replacedBy} />}
      {/* Before what it is about: under a stay that can be read for years. */}
      {recalls.map((recall) => (
        <RecallMark key={recall.leaf} recall={recall} rung={rung} naming={naming} />
      ))}
      <Fields naming={naming} fields={rung.fields} without={repeated} first={6} />
      {extension && (
        <p className="rung-extended" title={`${fullUntil(extension.from)} → ${fullUntil(extension.to)}`}>
          <Icon name="clock" size={13} />{' '}
          {t('ladder.extended', { from: until(extension.from), to: until(extension.to) })}
        </p>
      )}
      <RungFiles rung={rung} />
      <Marks rung={rung} naming={naming} />
      <CorrectionMark corrections={props.corrections} corrected={props.corrected} naming={naming} />
    </Card>
  )
}

function Middle({ step, onAsk }: { step: Step; onAsk(rung: Rung): void }) {
  const { t, moment, number } = useTexts()
  const officeName = useOfficeName()
  const { rung } = step
  const opened = rung.openedBy[0]
  // One name on every rung tells whoever hears them nothing: each says of which it is.
  const called = (words: string) => `${words} · ${rung.side.toUpperCase()} ${number(rung.index)}`
  return (
    <div className="rung-mid">
      <WordChip words={shownWords(rung)} held={rung.held} />
      <LogIndex side={rung.side} index={rung.index} />
      {rung.crossed && (
        <Tooltip title={t('ladder.crossed-means')}>
          <span className="crossed">
            <Icon name="cross" size={13} /> {t('ladder.crossed')}
          </span>
        </Tooltip>
      )}
      {opened && (
        <Tooltip
          title={rung.openedBy.map((one) => `${officeName(one.office)}, ${moment(one.time)}`).join(' · ')}
        >
          <span className="opened-by">
            <Icon name="eye" size={13} /> {moment(opened.time)}
          </span>
        </Tooltip>
      )}
      <button
        type="button"
        className="way-link"
        aria-label={called(t('way.ask'))}
        onClick={() => onAsk(rung)}
      >
        {t('way.ask')}
      </button>
      {(rung.words.includes('delivered') || !rung.own) && (
        <>
          <a
            className="proof-link"
            href={`/api/entries/${rung.leaf}/proof`}
            download
            aria-label={called(t('proof.short'))}
            title={t('proof.of-rung')}
          >
            <Icon name="save" size={13} /> {t('proof.short')}
          </a>
          <a
            className="proof-link"
            href={`/api/entries/${rung.leaf}/evidence`}
            download
            aria-label={called(t('proof.evidence-short'))}
            title={t('proof.evidence-of-rung')}
          >
            <Icon name="save" size={13} /> {t('proof.evidence-short')}
          </a>
        </>
      )}
    </div>
  )
}

export function RungRow(props: Props) {
  const { step } = props
  return (
    <li className={`rung rung-${step.column} rung-line-${step.line} rung-${step.stand}`}>
      <div className="rung-card">
        <RungCard {...props} />
      </div>
      <Middle step={step} onAsk={props.onAsk} />
    </li>
  )
}
