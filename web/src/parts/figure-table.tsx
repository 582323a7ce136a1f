import type { ReviewItem } from '../api/types.ts'
import { type Figure, figureOf } from '../declared/figure.ts'
import type { Naming } from '../declared/naming.ts'
import { slot, slotLabel } from '../declared/slots.ts'
import { useNaming } from '../declared/use-naming.ts'
import { Link } from '../route/use-route.tsx'
import { useTexts } from '../text/use-texts.tsx'
import { DateSpan, PartialDate } from './partial-date.tsx'
import { Parties, useParty } from './party.tsx'
import { Plain } from './said.tsx'

type Item = Pick<ReviewItem, 'id' | 'procedure' | 'title' | 'slots' | 'differing'>

/** The word of a choice in a slot. */
function Word({ naming, name, value }: { naming: Naming; name: string; value: string | null }) {
  return value === null ? null : naming.choice(slot(naming.declared, name) ?? name, value)
}

/** The number, the order of magnitude or the word; nothing where a step was reached and nothing counted. */
function Amount({ figure, naming }: { figure: Figure; naming: Naming }) {
  const { number } = useTexts()
  const { magnitude, words } = figure
  return (
    <>
      {figure.number !== null && <b className="amount">{number(figure.number)}</b>}
      {magnitude !== null && (
        <b className="amount">
          <Word naming={naming} name="magnitude" value={magnitude} />
        </b>
      )}
      {words !== null && (
        <span className="amount-words">
          <Plain value={words} />
        </span>
      )}
    </>
  )
}

function Period({ figure, naming }: { figure: Figure; naming: Naming }) {
  const { from, until, periodWording, periodBasis } = figure
  return (
    <>
      {periodWording !== null && (
        <span className="as-written">
          <Plain value={periodWording} />
        </span>
      )}
      {(from || until) && (
        <span className="under-line">
          <DateSpan from={from} until={until} />
        </span>
      )}
      <span className="under-line">
        <Word naming={naming} name="period-basis" value={periodBasis} />
      </span>
    </>
  )
}

function Direction({ figure }: { figure: Figure }) {
  const { doneBy, doneFor } = figure
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

function Cells({ figure, naming }: { figure: Figure; naming: Naming }) {
  const { t } = useTexts()
  return (
    <>
      <td>
        <Word naming={naming} name="precision" value={figure.precision} />
      </td>
      <td>
        <Amount figure={figure} naming={naming} />
      </td>
      <td>
        {figure.unit !== null && (
          <span className="as-written">
            <Plain value={figure.unit} />
          </span>
        )}
        {figure.unitReadAs !== null && (
          <span className="under-line">
            {t('figure.read-as')} <Word naming={naming} name="unit-read-as" value={figure.unitReadAs} />
          </span>
        )}
      </td>
      <td>
        <Period figure={figure} naming={naming} />
      </td>
      <td>
        <Direction figure={figure} />
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
        <Cells figure={figureOf(item.slots)} naming={naming} />
        <td>{item.slots.stated !== undefined && <PartialDate value={item.slots.stated} />}</td>
      </tr>
      {item.differing.map((one) => (
        <tr key={one.leaf} className="figure-differing">
          <th scope="row">{t('figure.otherwise', { party: nameOf(one.by) })}</th>
          <Cells figure={figureOf(one.slots)} naming={naming} />
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
