import assert from 'node:assert/strict'
import { test } from 'node:test'
import { field, found, includes } from './_barter.ts'
import type { RowField } from './field.ts'
import { SLOTS } from './plays.ts'
import type { Procedure } from './procedure.ts'
import { PLAYS, type Plays } from './vocabulary.ts'

const played = (slots: Record<string, string>, as: Plays = 'instrument'): Partial<Procedure> => ({
  plays: { as, slots },
})

function rows(row: Record<string, RowField>, needs = Object.keys(row)): Partial<Procedure> {
  return field('worth', { kind: 'list', part: 'kept', most: 9, row, needs })
}

const line = { kind: 'line', max: 9 } as const
const text = { kind: 'text', max: 9 } as const
const date = { kind: 'date' } as const

test('refuses slots that are not filled, or not with what they are for', () => {
  includes([
    [played({}), '/plays/slots/titles missing-slot'],
    [played({ colour: 'good' }), '/plays/slots/colour unknown-slot'],
    [played({ constructor: 'good' }), '/plays/slots/constructor unknown-slot'],
    [played({ titles: 'price' }), '/plays/slots/titles unknown-field'],
    [played({ kind: 'good' }), '/plays/slots/kind wrong-kind'],
    [played({ founds: 'good' }), '/plays/slots/founds wrong-kind'],
    [played({ contents: 'worth' }), '/plays/slots/contents unknown-slot'],
    [played({ holidays: 'good' }, 'relation'), '/plays/slots/holidays wrong-kind'],
    [played({}, 'relation'), '/once not-once'],
    [{ ...played({}), once: true }, '/once once-in-force'],
    [played({ any: 'good' }, 'series'), '/plays/slots/any unknown-slot'],
  ])
})

test('refuses a list without the columns that are read by name', () => {
  const names = played({ names: 'worth' }, 'series')
  const points = played({ 'contact-points': 'worth' }, 'directory')
  const point = { office: line, post: text, from: date }
  includes([
    [{ ...names, ...rows({ source: line }) }, '/plays/slots/names/wording unknown-column'],
    [{ ...names, ...rows({ wording: text }, []) }, '/plays/slots/names/wording unknown-column'],
    [{ ...names, ...rows({ wording: line }) }, '/plays/slots/names/wording wrong-kind'],
    [played({ names: 'good' }, 'series'), '/plays/slots/names wrong-kind'],
    [{ ...points, ...rows({ office: line, post: text }) }, '/plays/slots/contact-points/from unknown-column'],
    [{ ...points, ...rows({ ...point, post: line }) }, '/plays/slots/contact-points/post wrong-kind'],
    [played({ 'contact-points': 'worth price' }, 'directory'), '/plays/slots/contact-points unknown-field'],
    [
      { ...played({ facing: 'worth' }, 'directory'), ...rows({ one: line }) },
      '/plays/slots/facing/other unknown-column',
    ],
    [
      { ...played({ holidays: 'worth' }, 'relation'), ...rows({ party: { kind: 'flag' }, date }) },
      '/plays/slots/holidays/party wrong-kind',
    ],
  ])
  const fine = { ...points, ...rows(point) }
  assert.ok(!found(fine).some((problem) => problem.startsWith('/plays/slots/contact-points')))
})

test('refuses values that the choice of another slot does not have', () => {
  const natures = (values: string, nature = 'haste') =>
    played({ nature, 'binding-natures': values }, 'commitment')
  includes([
    [natures('low huge'), '/plays/slots/binding-natures unknown-choice'],
    [natures('low', 'worth'), '/plays/slots/binding-natures wrong-kind'],
    [played({ 'binding-natures': 'low' }, 'commitment'), '/plays/slots/binding-natures wrong-kind'],
    [played({ nature: 'haste' }, 'commitment'), '/plays/slots/binding-natures missing-slot'],
  ])
  assert.ok(!found(natures('low high')).some((problem) => /nature/.test(problem)))
})

test('a column that a row may have is read by its kind when it is there', () => {
  const facing = played({ facing: 'worth' }, 'directory')
  const areas = { kind: 'choices', of: ['low', 'high'] } as const
  includes([
    [{ ...facing, ...rows({ one: line, other: line, area: line }) }, '/plays/slots/facing/area wrong-kind'],
  ])
  for (const row of [
    { one: line, other: line },
    { one: line, other: line, area: areas },
  ])
    assert.ok(!found({ ...facing, ...rows(row, ['one', 'other']) }).some((one) => /facing/.test(one)))
})

test('refuses values that no choice in the rows of another slot has', () => {
  const ties = (values: string, row: Record<string, RowField>) => ({
    ...played({ parents: 'worth', 'unproven-ties': values }),
    ...rows(row),
  })
  const parent = { kind: 'reference' } as const
  const tie = { kind: 'choice', of: ['rests', 'perhaps'] } as const
  includes([
    [ties('maybe', { parent, tie }), '/plays/slots/unproven-ties unknown-choice'],
    [ties('perhaps', { parent }), '/plays/slots/unproven-ties wrong-kind'],
    [played({ 'unproven-ties': 'perhaps' }), '/plays/slots/unproven-ties wrong-kind'],
  ])
  assert.ok(!found(ties('perhaps', { parent, tie })).some((one) => /unproven/.test(one)))
})

test('PROCEDURE-2 refuses a needed slot that is filled with what can be destroyed, whatever part is played', () => {
  for (const as of PLAYS)
    for (const [slot, filled] of Object.entries(SLOTS[as])) {
      if (!filled.needed || filled.is === 'choices' || filled.is === 'states') continue
      const kind = filled.is === 'field' ? filled.kinds[0] : 'list'
      includes([
        [
          {
            ...played({ [slot]: 'worth' }, as),
            ...field('worth', { kind, part: 'content', max: 9, min: 0, of: ['low'], row: {}, needs: [] }),
          },
          `/plays/slots/${slot} not-kept`,
        ],
      ])
    }
})
