import type { Dossier } from '../../api/types.ts'
import type { Naming } from '../../declared/naming.ts'
import { rowsIn } from '../../declared/read.ts'
import { columnsIn, inSlot } from '../../declared/slots.ts'
import { Panel } from '../../parts/panel.tsx'
import { RecordPanel } from '../../parts/record-panel.tsx'
import { Said } from '../../parts/said.tsx'
import { SlotPanel, TextPanel } from '../../parts/slot-panel.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { Acts } from '../dossier/acts.tsx'

interface Props {
  dossier: Dossier
  naming: Naming
}

/** The titles it has been given: the main one first, every other with where it was found. */
function Titles({ naming, dossier }: Props) {
  const { t } = useTexts()
  const rows = rowsIn(inSlot(naming.declared, 'titles', dossier.fields))
  if (rows.length === 0) return null
  const [flag, text, source] = (['flag', 'text', 'line'] as const).map(
    (kind) => columnsIn(naming.declared, 'titles', kind)[0],
  )
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
export function InstrumentSide({ dossier, naming }: Props) {
  const { t } = useTexts()
  const { fields } = dossier
  return (
    <aside className="dossier-side">
      <Acts dossier={dossier} naming={naming} />
      <SlotPanel name="signatories" naming={naming} fields={fields} />
      <SlotPanel name="signed-by" naming={naming} fields={fields} />
      <SlotPanel name="chairs" naming={naming} fields={fields} note={t('instrument.chairs-mean')} />
      <Titles naming={naming} dossier={dossier} />
      <SlotPanel name="sources" naming={naming} fields={fields} />
      <TextPanel name="remark" naming={naming} fields={fields} />
      <RecordPanel dossier={dossier} naming={naming} />
    </aside>
  )
}
