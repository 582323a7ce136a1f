import type { ReactNode } from 'react'
import type { Dossier } from '../../api/types.ts'
import type { Naming } from '../../declared/naming.ts'
import { inSlot, rowsIn, slot } from '../../declared/slots.ts'
import { Icon } from '../../parts/icon.tsx'
import { Panel } from '../../parts/panel.tsx'
import { Said } from '../../parts/said.tsx'
import { Value } from '../../parts/value.tsx'
import { Link } from '../../route/use-route.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { CountLine } from './count-line.tsx'
import type { Instrument } from './instrument.ts'

interface Props {
  instrument: Instrument
  dossier: Dossier
  naming: Naming
}

/** One row of a list in lines: who first, in the order of the declaration. */
function RowLines({
  naming,
  list,
  row,
  without = [],
}: {
  naming: Naming
  list: string
  row: Record<string, unknown>
  without?: string[]
}): ReactNode {
  const field = naming.declared?.procedure.fields[list]
  if (field?.kind !== 'list') return null
  return Object.entries(field.row).map(([name, of]) => {
    const value = row[name]
    if (value === undefined || without.includes(name)) return null
    return (
      <span key={name} className={of.kind === 'choice' || of.kind === 'count' ? 'soft' : ''}>
        <Value value={value} field={of} name={name} naming={naming} plain />
      </span>
    )
  })
}

function SlotPanel({
  title,
  note,
  name,
  naming,
  dossier,
}: {
  title: string
  note?: string
  name: string
  naming: Naming
  dossier: Dossier
}) {
  const rows = rowsIn(inSlot(naming.declared, name, dossier.fields))
  const list = slot(naming.declared, name)
  if (rows.length === 0 || list === null) return null
  return (
    <Panel title={title}>
      {note && <p className="soft small">{note}</p>}
      <ul className="side-rows">
        {rows.map((row) => (
          <li key={JSON.stringify(row)}>
            <RowLines naming={naming} list={list} row={row} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** The titles it has been given: the main one first, every other with where it was found. */
function Titles({ naming, dossier }: Omit<Props, 'instrument'>) {
  const { t } = useTexts()
  const list = slot(naming.declared, 'titles')
  const field = list === null ? undefined : naming.declared?.procedure.fields[list]
  const rows = rowsIn(inSlot(naming.declared, 'titles', dossier.fields))
  if (rows.length === 0 || field?.kind !== 'list') return null
  const entries = Object.entries(field.row)
  const flag = entries.find(([, of]) => of.kind === 'flag')?.[0]
  const text = entries.find(([, of]) => of.kind === 'text')?.[0]
  const source = entries.find(([, of]) => of.kind === 'line')?.[0]
  const sorted = flag ? rows.toSorted((a, b) => Number(b[flag] === true) - Number(a[flag] === true)) : rows
  return (
    <Panel title={t('instrument.titles')}>
      <ul className="side-rows">
        {sorted.map((row) => (
          <li key={JSON.stringify(row)}>
            <span>
              {text && <Said value={row[text]} />}
              {flag && row[flag] === true && <span className="chip">{t('instrument.main-title')}</span>}
            </span>
            {source && typeof row[source] === 'string' && <span className="soft">{row[source]}</span>}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** The frame of an instrument: who signed, who only chaired, what it was called, where that is known from. */
export function InstrumentSide({ instrument, dossier, naming }: Props) {
  const { t } = useTexts()
  const all = Object.values(dossier.counts).flat()
  return (
    <aside className="dossier-side">
      {all.length > 0 && (
        <Panel title={t('instrument.counted')}>
          <CountLine counts={all} />
        </Panel>
      )}
      <SlotPanel title={t('instrument.signatories')} name="signatories" naming={naming} dossier={dossier} />
      <SlotPanel title={t('instrument.signed-by')} name="signed-by" naming={naming} dossier={dossier} />
      <SlotPanel
        title={t('instrument.chairs')}
        note={t('instrument.chairs-mean')}
        name="chairs"
        naming={naming}
        dossier={dossier}
      />
      <Titles naming={naming} dossier={dossier} />
      <SlotPanel title={t('instrument.sources')} name="sources" naming={naming} dossier={dossier} />
      <Panel title={t('instrument.record')}>
        <p className="soft small">{t('instrument.record-means')}</p>
        <Link to={{ page: 'dossier', id: instrument.id }}>
          <Icon name="right" size={13} /> {t('instrument.ladder')}
        </Link>
      </Panel>
    </aside>
  )
}
