import type { ReviewItem } from '../api/types.ts'
import type { Naming } from '../declared/naming.ts'
import { countOf, type Slots, wordsOf } from '../declared/read.ts'
import { slotChoice, slotLabel } from '../declared/slots.ts'
import { useNaming } from '../declared/use-naming.ts'
import { Link } from '../route/use-route.tsx'
import { useTexts } from '../text/use-texts.tsx'
import { DateSpan, PartialDate } from './partial-date.tsx'
import { Parties, useParty } from './party.tsx'
import { Plain } from './said.tsx'

type Item = Pick<ReviewItem, 'id' | 'procedure' | 'title' | 'slots' | 'differing'>

interface Stated {
  slots: Slots
  naming: Naming
}

/**
 * The number, the order of magnitude or the word; nothing where a step was reached and nothing counted. What
 * was said in a word stays a word: nothing here makes a number of one.
 */
function Amount({ slots, naming }: Stated) {
  const { number } = useTexts()
  const count = countOf(slots.number)
  const magnitude = slotChoice(naming, slots, 'magnitude')
  return (
    <>
      {count !== null && <b className="amount">{number(count)}</b>}
      {magnitude !== null && <b className="amount">{magnitude}</b>}
      {slots.words !== undefined && (
        <span className="amount-words">
          <Plain value={slots.words} />
        </span>
      )}
    </>
  )
}

function Period({ slots, naming }: Stated) {
  const { 'period-from': from, 'period-until': until, 'period-wording': wording } = slots
  return (
    <>
      {wording !== undefined && (
        <span className="as-written">
          <Plain value={wording} />
        </span>
      )}
      {(from !== undefined || until !== undefined) && (
        <span className="under-line">
          <DateSpan from={from} until={until} />
        </span>
      )}
      <span className="under-line">{slotChoice(naming, slots, 'period-basis')}</span>
    </>
  )
}

/** Whose doing, and for whom. */
function Direction({ slots }: { slots: Slots }) {
  const [doneBy, doneFor] = [wordsOf(slots.from), wordsOf(slots.to)]
  if (doneBy.length + doneFor.length === 0) return null
  return (
    <>
      <Parties parties={doneBy} />
      {doneFor.length > 0 && (
        <>
          {' → '}
          <Parties parties={doneFor} />
        </>
      )}
    </>
  )
}

function Cells({ slots, naming }: Stated) {
  const { t } = useTexts()
  const readAs = slotChoice(naming, slots, 'unit-read-as')
  return (
    <>
      <td data-label={slotLabel(naming, 'precision')}>{slotChoice(naming, slots, 'precision')}</td>
      <td data-label={t('figure.amount')}>
        <Amount slots={slots} naming={naming} />
      </td>
      <td data-label={slotLabel(naming, 'unit')}>
        {slots.unit !== undefined && (
          <span className="as-written">
            <Plain value={slots.unit} />
          </span>
        )}
        {readAs !== null && (
          <span className="under-line">
            {t('figure.read-as')} {readAs}
          </span>
        )}
      </td>
      <td data-label={t('figure.period')}>
        <Period slots={slots} naming={naming} />
      </td>
      <td data-label={t('figure.direction')}>
        <Direction slots={slots} />
      </td>
    </>
  )
}

function Rows({ item }: { item: Item }) {
  const { t } = useTexts()
  const nameOf = useParty()
  const naming = useNaming()(item)
  return (
    <>
      <tr>
        <th scope="row">
          <Link to={{ page: 'dossier', id: item.id }}>
            <Plain value={item.title} />
          </Link>
        </th>
        <Cells slots={item.slots} naming={naming} />
        <td data-label={slotLabel(naming, 'stated')}>
          {item.slots.stated !== undefined && <PartialDate value={item.slots.stated} />}
        </td>
      </tr>
      {item.differing.map((one) => (
        <tr key={one.leaf} className="figure-differing">
          <th scope="row">{t('figure.otherwise', { party: nameOf(one.by) })}</th>
          <Cells slots={one.slots} naming={naming} />
          <td />
        </tr>
      ))}
    </>
  )
}

/** Figures as they were stated: how, what, in which unit, for which period and in which direction. */
export function FigureTable({ items }: { items: readonly Item[] }) {
  const { t } = useTexts()
  const [first] = items
  const naming = useNaming()({ procedure: first?.procedure ?? '' })
  if (!first) return null
  return (
    <div className="rows-scroll">
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{slotLabel(naming, 'title')}</th>
            <th scope="col">{slotLabel(naming, 'precision')}</th>
            <th scope="col">{t('figure.amount')}</th>
            <th scope="col">{slotLabel(naming, 'unit')}</th>
            <th scope="col">{t('figure.period')}</th>
            <th scope="col">{t('figure.direction')}</th>
            <th scope="col">{slotLabel(naming, 'stated')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <Rows key={item.id} item={item} />
          ))}
        </tbody>
      </table>
    </div>
  )
}
