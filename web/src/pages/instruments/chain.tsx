import { useNaming } from '../../declared/use-naming.ts'
import { PartialDate } from '../../parts/partial-date.tsx'
import { Plain } from '../../parts/said.tsx'
import { Link } from '../../route/use-route.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { ancestorsOf, type Instrument } from './instrument.ts'
import { Ties } from './ties.tsx'
import { treeOf } from './tree.ts'

interface ItemProps {
  of: Instrument
  depth: number
  self: boolean
  above: Instrument | undefined
  also: readonly Instrument[]
}

function tiesTo(of: Instrument, parent: string): Record<string, unknown>[] {
  return of.parents.find((one) => one.dossier === parent)?.ties ?? []
}

function Item({ of, depth, self, above, also }: ItemProps) {
  const naming = useNaming()(of.row)
  return (
    <li className={`chain-link tree-depth-${Math.min(depth, 6)}${self ? ' chain-self' : ''}`}>
      <span className="tree-title">
        {depth > 0 ? (
          <span className="tree-elbow" aria-hidden="true" />
        ) : (
          <span className="chain-dot" aria-hidden="true" />
        )}
        <span>
          {self ? (
            <strong>
              <Plain value={of.row.title} />
            </strong>
          ) : (
            <Link to={{ page: 'instrument', id: of.id }}>
              <Plain value={of.row.title} />
            </Link>
          )}
          <span className="under-line chain-facts">
            {of.signed !== null && <PartialDate value={of.signed} />}
            {above && (
              <span>
                <Ties ties={tiesTo(of, above.id)} naming={naming} />
              </span>
            )}
          </span>
          {also.map((parent) => (
            <span key={parent.id} className="under-line chain-facts">
              <span>
                <Ties ties={tiesTo(of, parent.id)} naming={naming} />:{' '}
                <Link to={{ page: 'instrument', id: parent.id }}>
                  <Plain value={parent.row.title} />
                </Link>
              </span>
            </span>
          ))}
        </span>
      </span>
    </li>
  )
}

/** From the root of what it rests on down to the instrument itself. */
export function Chain({ instrument, all }: { instrument: Instrument; all: ReadonlyMap<string, Instrument> }) {
  const { t } = useTexts()
  const line = [...ancestorsOf(instrument.id, all), instrument]
  if (line.length === 1) return null
  const known = new Map(line.map((one) => [one.id, one]))
  const branches = treeOf(
    line.map((of) => {
      const parents = of.parents.flatMap((one) => known.get(one.dossier) ?? [])
      // Under the parent that itself rests on most, so that the line down to here is the longest.
      const sorted = parents.toSorted(
        (a, b) => ancestorsOf(b.id, known).length - ancestorsOf(a.id, known).length,
      )
      return { id: of.id, parents: sorted.map((one) => one.id), order: of.signed?.date ?? '9', of }
    }),
  )
  return (
    <section className="chain" aria-labelledby="chain">
      <h2 id="chain">{t('instrument.chain')}</h2>
      <ol>
        {branches.map(({ item, depth, alsoUnder }) => (
          <Item
            key={item.id}
            of={item.of}
            depth={depth}
            self={item.id === instrument.id}
            above={item.parents[0] === undefined ? undefined : known.get(item.parents[0])}
            also={alsoUnder.flatMap((id) => known.get(id) ?? [])}
          />
        ))}
      </ol>
    </section>
  )
}
