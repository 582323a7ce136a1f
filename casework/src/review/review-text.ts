/** A review as plain text, for people: to read beside the sources, to send, to compare line by line. */
import { CaseworkError } from '../errors.ts'
import { indicatorNamed, type TextLanguage } from '../language/index.ts'
import { own } from '../language/own.ts'
import { REVIEW_WORDS, type ReviewWords } from './review-words.ts'
import type { Evidence, Overdue, Review, ReviewCommitment, ReviewItem, ReviewMeeting } from './shape.ts'
import {
  actorsOf,
  choiceIn,
  choicesIn,
  dateIn,
  labelled,
  type Names,
  partiesIn,
  plain,
  span,
  stateOf,
  textOf,
  titleOf,
  type Writer,
} from './slot-text.ts'
import { lineIn, textIn } from './slots.ts'

/** @throws CaseworkError `unknown-language` */
export function reviewText(review: Review, digest: string, names: Names, language: TextLanguage): string {
  const words = own(REVIEW_WORDS, language)
  if (!words) throw new CaseworkError('unknown-language')
  const writer = { words, names, language }
  const { period, totals, scope } = review
  const within = scope.kind === 'within' ? titleOf(found(review, scope.dossier), writer) : ''
  const level = scope.kind === 'level' ? scope.level : ''
  const free = totals.contents - totals.binding
  return [
    `${words.review}: ${review.parties.map(names.party).join(' – ')} (${review.relation})`,
    `${period.from ?? words.wholeRecord} ${words.until} ${period.until} (UTC)`,
    [words.scope[scope.kind], within, level].filter((part) => part !== '').join(': '),
    filled(words.totals, { ...totals, free }),
    words.closed[review.closed],
    ...section(
      counted(words.meetings, review.meetings),
      review.meetings,
      (item) => meetingLines(item, writer),
      words,
    ),
    ...section(
      counted(words.instruments, review.instruments),
      review.instruments,
      (item) => instrumentLines(item, writer),
      words,
    ),
    ...section(
      counted(words.commitments, review.commitments),
      review.commitments,
      (item) => commitmentLines(item, writer),
      words,
    ),
    ...section(
      counted(words.figures, review.figures),
      review.figures,
      (item) => figureLines(item, writer),
      words,
    ),
    ...section(
      counted(words.contents, review.contents),
      review.contents,
      (item) => contentLines(item, writer),
      words,
    ),
    ...(scope.kind === 'within'
      ? []
      : section(words.traffic, [review], (all) => countLines(all.evidence, all.overdue, writer), words)),
    '',
    `${words.digest}: ${digest}`,
    '',
  ].join('\n')
}

function counted(title: string, items: readonly unknown[]): string {
  return `${title} (${items.length})`
}

function section<T>(title: string, items: readonly T[], lines: (item: T) => string[], words: ReviewWords) {
  const written = items.flatMap(lines)
  return ['', title, ...(written.length === 0 ? [`  ${words.none}`] : written)]
}

function meetingLines(item: ReviewMeeting, writer: Writer): string[] {
  const { words } = writer
  const { slots } = item
  const held = span(slots, 'begins', 'ends', writer)
  const planned = dateIn(slots, 'planned', writer)
  const since = dateIn(slots, 'not-before', writer)
  const plannedFor = item.status === 'unconfirmed' ? words.proposedFor : words.planned
  const when = held ?? (planned ? `${plannedFor} ${planned}` : words.undated)
  const facts = [
    words.status[item.status],
    item.heldLate ? words.heldLate : null,
    held && planned ? `${words.planned} ${planned}` : null,
    held === null && since ? `${words.notBefore} ${since}` : null,
    choiceIn(item, 'kind', writer),
    ordinalOf(item, writer),
    choiceIn(item, 'format', writer),
    partiesIn(slots, 'host', writer),
  ]
  return [`- ${when}: ${titleOf(item, writer)}`, ...under([joined(facts)]), ...otherwise(item, writer)]
}

function ordinalOf(item: ReviewItem, writer: Writer): string | null {
  const { ordinal } = item.slots
  if (typeof ordinal !== 'number') return null
  const basis = choiceIn(item, 'ordinal-basis', writer)
  return basis === null ? `#${ordinal}` : `#${ordinal} (${basis})`
}

function instrumentLines(item: ReviewItem, writer: Writer): string[] {
  const signed = dateIn(item.slots, 'signed', writer) ?? writer.words.undated
  const facts = [choiceIn(item, 'kind', writer), stateOf(item, writer)]
  return [`- ${signed}: ${titleOf(item, writer)}`, ...under([joined(facts)]), ...otherwise(item, writer)]
}

function contentLines(item: ReviewItem, writer: Writer): string[] {
  const { words } = writer
  const { slots } = item
  const said = dateIn(slots, 'said', writer) ?? words.undated
  const by = partiesIn(slots, 'by', writer)
  const term = choiceIn(item, 'term', writer)
  const until = dateIn(slots, 'until', writer)
  const condition = textOf(textIn(slots, 'condition'), writer)
  const facts = [
    said,
    item.waits === null ? null : stateOf(item, writer),
    choiceIn(item, 'nature', writer),
    by && `${words.by} ${by}`,
    actorsOf(slots, writer),
    choicesIn(item, 'area', writer),
    term && [term, until, condition].filter(Boolean).join(' '),
    labelled(words.measure, textOf(textIn(slots, 'measure'), writer)),
  ]
  return [`- ${titleOf(item, writer)}`, ...under([joined(facts)]), ...otherwise(item, writer)]
}

function commitmentLines(item: ReviewCommitment, writer: Writer): string[] {
  const { words, names } = writer
  const assessments = Object.entries(item.assessments).map(([party, said]) => {
    const of = `${words.assessment} ${names.party(party)}`
    if (!said) return `${of}: ${words.notAssessed}`
    const slot = ['keeper-assessment', 'guest-assessment'].find(
      (name) => lineIn(item.slots, name) === said.choice,
    )
    const choice = slot === undefined ? said.choice : choiceIn(item, slot, writer)
    return `${of}: ${[choice, textOf(said.words, writer)].filter(Boolean).join(' – ')}`
  })
  return [
    ...contentLines(item, writer),
    ...under([
      [stateOf(item, writer), dateIn(item.slots, 'ended', writer)].filter(Boolean).join(' '),
      item.late ? words.late : null,
    ]),
    ...countLines(item.evidence, item.overdue, writer).map((line) => `  ${line}`),
    ...under(assessments),
  ]
}

function figureLines(item: ReviewItem, writer: Writer): string[] {
  const { words } = writer
  const { slots } = item
  const wording = textOf(textIn(slots, 'period-wording'), writer)
  const dates = span(slots, 'period-from', 'period-until', writer)
  const basis = choiceIn(item, 'period-basis', writer)
  const period = [wording, dates && `(${dates})`].filter(Boolean).join(' ')
  const facts = [
    stateOf(item, writer),
    period === '' ? `${words.noPeriod}` : `${words.period} ${period} [${basis}]`,
    labelled(words.from, partiesIn(slots, 'from', writer)),
    labelled(words.to, partiesIn(slots, 'to', writer)),
    choicesIn(item, 'area', writer),
    dateIn(slots, 'stated', writer),
  ]
  const differing = item.differing.map(
    ({ by, slots: other }) =>
      `${words.otherwise} ${writer.names.party(by)}: ${figureOf({ ...item, slots: { ...slots, ...other } }, writer)}`,
  )
  return [`- ${titleOf(item, writer)}: ${figureOf(item, writer)}`, ...under([joined(facts), ...differing])]
}

/** As it was said: a number with its precision, or words; the one is never made of the other. */
function figureOf(item: ReviewItem, writer: Writer): string {
  const { slots } = item
  const { number } = slots
  const said = [
    typeof number === 'number' ? String(number) : null,
    choiceIn(item, 'magnitude', writer),
    textOf(textIn(slots, 'words'), writer),
    textOf(textIn(slots, 'unit'), writer),
  ]
  const read = labelled(writer.words.readAs, choiceIn(item, 'unit-read-as', writer))
  const notes = [choiceIn(item, 'precision', writer), read].filter(Boolean).join('; ')
  return `${said.filter(Boolean).join(' ')} (${notes})`
}

function countLines(evidence: readonly Evidence[], overdue: readonly Overdue[], writer: Writer): string[] {
  const { words, names } = writer
  const named = (procedure: string) => names.say(procedure, '/name')
  return [
    ...evidence.map(({ procedure, side, opened, closed, open, indicators }) => {
      const counts = Object.entries(indicators).map(([name, { count, seconds }]) => {
        const label = indicatorLabel(procedure, name, writer)
        return isTime(procedure, name, writer)
          ? `${label} ø ${Math.floor(seconds / Math.max(count, 1) / 3600)} h (${count})`
          : `${label} ${count}`
      })
      const basic = filled(words.counted, { opened, closed, open })
      return `  ${named(procedure)}, ${words.openedBy} ${names.party(side)}: ${[basic, ...counts].join('; ')}`
    }),
    ...overdue.map(
      ({ procedure, side, ...counts }) =>
        `  ${named(procedure)}, ${words.owedBy} ${names.party(side)}: ${filled(words.overdue, counts)}`,
    ),
  ]
}

/** Numbers that are told apart are called as what is summed, and by which choice. */
function indicatorLabel(procedure: string, key: string, { names }: Writer): string {
  const { name, choice } = indicatorNamed(key)
  const declared = own(names.procedure(procedure)?.indicators ?? {}, name)
  const label = names.say(procedure, `/indicators/${name}`)
  if (choice === null || !declared || !('sum' in declared)) return label
  return `${label}, ${names.say(procedure, `/choices/${declared.by}/${choice}`)}`
}

function isTime(procedure: string, indicator: string, { names }: Writer): boolean {
  const declared = own(names.procedure(procedure)?.indicators ?? {}, indicator)
  return declared !== undefined && 'time' in declared
}

function otherwise(item: ReviewItem, { words, names, language }: Writer): string[] {
  return under(
    item.differing.map(({ by, slots }) => {
      const texts = Object.values(slots).flatMap((value) => plain(value, language) ?? [])
      return `${words.otherwise} ${names.party(by)}: ${texts.join('; ')}`
    }),
  )
}

function found(review: Review, id: string): ReviewItem | undefined {
  const all = [review.mechanisms, review.series, review.meetings, review.instruments, review.commitments]
  return all.flat().find((item) => item.id === id)
}

function joined(facts: readonly (string | null)[]): string {
  return facts.filter((fact) => fact !== null && fact !== '').join(' · ')
}

function under(lines: readonly (string | null)[]): string[] {
  return lines.filter((line) => line !== null && line !== '').map((line) => `    ${line}`)
}

function filled(pattern: string, values: Readonly<Record<string, number>>): string {
  return pattern.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(own(values, name) ?? whole))
}
