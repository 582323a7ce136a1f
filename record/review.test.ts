/** The review of the record says what the communiqués say, line by line, and nothing they do not. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Frame,
  periodOf,
  type Review,
  type ReviewItem,
  type ReviewScope,
  reviewOf,
} from '@counterpart/casework'
import { procedures as withTexts } from '@counterpart/procedures'
import { PARTIES } from '../procedures/_drive.ts'
import { dossierOf, framesOf } from './_folded.ts'
import { ownRecord } from './index.ts'

const procedures = withTexts.map(({ procedure }) => procedure)
const frames = framesOf(ownRecord, procedures)

function review(
  from: string | null,
  until: string,
  scope: ReviewScope = { kind: 'relation' },
  of = frames,
): Review {
  const period = periodOf(from, until)
  assert.ok(period)
  const asked = { relation: 'chn~vnm/border', parties: PARTIES, scope, period, today: period.last }
  return reviewOf({ ...asked, frames: of, tallies: [] })
}

const within = (item: string): ReviewScope => ({ kind: 'within', dossier: dossierOf(item) })
const names = (items: readonly ReviewItem[]) => items.map(({ record }) => record)
const whole = review(null, '2023-06-28')

function item<T extends ReviewItem>(items: readonly T[], name: string): T {
  const found = items.find(({ record }) => record === name)
  assert.ok(found, name)
  return found
}

const en = (value: unknown) => (value as { en: { text: string; standing: string } } | undefined)?.en.text
const date = (slots: ReviewItem['slots'], slot: string) => (slots[slot] as { date: string } | undefined)?.date

test('39 of 53 contents bind, thirteen of them in the six paragraphs of June 2023', () => {
  assert.deepEqual([whole.totals.contents, whole.totals.binding], [53, 39])
  const session = review(null, '2023-06-28', within('e-20'))
  assert.equal(session.totals.binding, 13)
  const paragraphs = new Set(session.commitments.map(({ slots }) => slots.paragraph))
  assert.deepEqual([...paragraphs].sort(), ['1', '2', '3', '4', '5', '6'])
  assert.deepEqual(names(session.contents), ['c-43'])
})

test('what was proposed, hoped, asked or invited is never among the commitments', () => {
  const natures = new Set(whole.commitments.map(({ slots }) => slots.nature))
  assert.deepEqual([...natures].sort(), ['agreed', 'pledged', 'stated-for-both'])
  assert.equal(whole.contents.length, 14)
})

test('four raids, in the period as written, and no reading of what a raid is', () => {
  const { slots } = item(whole.figures, 'o-01')
  assert.deepEqual([slots.precision, slots.number, slots['unit-read-as']], ['exact', 4, 'left-open'])
  assert.equal(en(slots.unit), 'raids')
  assert.equal(en(slots['period-wording']), 'since 2018')
  assert.equal(slots['period-basis'], 'stated')
})

test('on 19 February 2021: three memoranda and the minutes of the seventh conference', () => {
  const day = review('2021-02-19', '2021-02-19')
  const conference = review('2021-02-19', '2021-02-19', within('ser-crime'))
  const kinds = (of: Review) => of.instruments.map(({ slots }) => slots.kind).sort()
  assert.deepEqual(kinds(conference), ['memorandum', 'memorandum', 'memorandum', 'minutes'])
  assert.deepEqual(names(conference.meetings), ['e-12'])
  assert.equal(item(conference.meetings, 'e-12').slots.ordinal, 7)
  // By other ministries, and outside that series.
  const other = item(day.instruments, 'i-04')
  assert.equal(en(other.title)?.includes('three-level'), true)
  assert.deepEqual(other.slots.founds, { dossier: dossierOf('mech-three-level') })
  assert.ok(!names(conference.instruments).includes('i-04'))
  const figure = item(day.figures, 'o-07').slots
  assert.deepEqual([figure.precision, figure.number], ['exact', 3])
})

test('the coordination mechanism on joint investigations was completed: a milestone and no number', () => {
  const { slots } = item(whole.figures, 'o-02')
  assert.deepEqual([slots.precision, slots.number], ['milestone', undefined])
})

test('many is a word: victims rescued and criminals identified have no number', () => {
  for (const name of ['o-03', 'o-05']) {
    const { slots } = item(whole.figures, name)
    assert.deepEqual([slots.precision, slots.number, slots.magnitude], ['in-words', undefined, undefined])
    assert.equal(en(slots.words), 'many')
  }
})

test('the eighth conference was agreed for 2022 in China and is late in June 2023', () => {
  const eighth = item(whole.meetings, 'e-18')
  assert.deepEqual([eighth.status, eighth.slots.ordinal, eighth.slots.host], ['late', 8, 'chn'])
  assert.equal(date(eighth.slots, 'planned'), '2022')
  const promise = item(whole.commitments, 'c-23')
  assert.deepEqual([promise.late, promise.about], [true, 'late'])
  const before = review(null, '2022-12-31')
  assert.deepEqual(
    [item(before.meetings, 'e-18').status, item(before.commitments, 'c-23').late],
    ['planned', false],
  )
})

test('two wanted persons were handed over, stated for 2022', () => {
  const { slots } = item(review('2022', '2022').figures, 'o-10')
  assert.deepEqual([slots.precision, slots.number, slots['period-basis']], ['exact', 2, 'stated'])
  assert.deepEqual([date(slots, 'period-from'), slots.from, slots.to], ['2022', 'vnm', 'chn'])
})

test('ten talks, seven provinces, hundreds of cases: 2022 by context, for no period is stated', () => {
  const talks = item(whole.figures, 'o-11').slots
  assert.deepEqual([talks.precision, talks.number, talks['period-basis']], ['exact', 10, 'by-context'])
  const cases = item(whole.figures, 'o-12').slots
  assert.deepEqual([cases.precision, cases.magnitude, cases.number], ['magnitude', 'hundreds', undefined])
  assert.equal(cases['period-basis'], 'by-context')
  const provinces = item(whole.figures, 'o-14').slots
  assert.deepEqual([provinces.number, provinces['period-basis']], [7, 'none'])
})

test('the seventh meeting has its five names, the plan its three titles, one of them the main one', () => {
  assert.equal((item(whole.meetings, 'e-12').slots.names as unknown[]).length, 5)
  const titles = item(whole.instruments, 'i-11').slots.titles as { main: boolean }[]
  assert.deepEqual(titles.map(({ main }) => main).sort(), [false, false, true])
})

test('a meeting by video has a place for each side, an undated report stays undated', () => {
  assert.equal(item(whole.meetings, 'e-25').slots.format, 'video')
  for (const name of ['e-07', 'e-08', 'e-09']) {
    const { slots, status } = item(whole.meetings, name)
    assert.deepEqual([slots.begins, status], [undefined, 'undated'])
    assert.equal(date(slots, 'not-before'), '2021-02-19')
  }
  assert.ok(!names(review('2018-10', '2021-02-18').meetings).includes('e-08'))
  assert.ok(names(review('2022', '2022').meetings).includes('e-08'))
})

test('what an instrument rests on leads from the plan to the leaders', () => {
  const all: ReviewItem[] = [...whole.mechanisms, ...whole.meetings, ...whole.instruments]
  const named = (dossier: string) => all.find(({ id }) => id === dossier)?.record ?? dossier
  /** What an item is filed under and what it names as its parents: `how item`. */
  const above = (name: string): string[] => {
    const { slots, under } = item(all, name)
    const rows = (slots.parents ?? []) as { parent: { dossier: string }; relation: string }[]
    const parents = rows.map(({ parent, relation }) => `${relation} ${named(parent.dossier)}`)
    return [...under.map((dossier) => `under ${named(dossier)}`), ...parents]
  }
  const leads = (from: string, ...way: string[]) => {
    let at = from
    for (const step of way) {
      assert.ok(above(at).includes(step), `${at}: ${step}, not only ${above(at).join(', ')}`)
      at = step.split(' ')[1] ?? ''
    }
    assert.deepEqual(above(at), [], at)
  }
  leads('i-11', 'rests-on i-12', 'under e-22', 'under mech-leaders')
  leads('i-11', 'under e-21', 'under e-20', 'under i-12', 'under mech-leaders')
  // No source says that the two are the same.
  leads('i-11', 'implements i-09', 'possibly-same i-08', 'signed-at i-05', 'under mech-public-security')
  leads('i-05', 'rests-on i-10', 'under mech-public-security')
})

test('every item says where it can be read', () => {
  for (const part of [whole.meetings, whole.instruments, whole.commitments, whole.contents, whole.figures])
    for (const { slots, record } of part as ReviewItem[])
      assert.ok(Array.isArray(slots.sources) && slots.sources.length > 0, record ?? '')
})

test('a figure that is changed in the record changes the review, and one that is taken out is gone', () => {
  const changed = structuredClone(ownRecord.items) as (typeof ownRecord.items)[number][]
  const at = changed.findIndex(({ id }) => id === 'o-01')
  const before = changed[at]
  assert.ok(before)
  changed[at] = { ...before, fields: { ...before.fields, value: 5 } }
  const other = framesOf({ ...ownRecord, items: changed }, procedures)
  assert.equal(item(review(null, '2023-06-28', { kind: 'relation' }, other).figures, 'o-01').slots.number, 5)
  const fewer: Frame[] = framesOf(
    { ...ownRecord, items: ownRecord.items.filter(({ id }) => id !== 'o-01') },
    procedures,
  )
  const without = review(null, '2023-06-28', { kind: 'relation' }, fewer)
  assert.ok(!names(without.figures).includes('o-01'))
  assert.equal(without.totals.figures, whole.totals.figures - 1)
})
