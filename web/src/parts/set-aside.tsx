import type { Rung } from '../api/types.ts'
import type { Naming } from '../declared/naming.ts'
import { gateSaid } from '../declared/safeguards.ts'
import { useTexts } from '../text/use-texts.tsx'
import { Fields } from './fields.tsx'
import { OfficeName } from './office.tsx'
import { SideWord } from './party.tsx'

interface Props {
  /** What it does on which other act. */
  of: { act: string | null; fields: Rung['fields'] }
  /** The act it is done on. */
  on: Rung | null | undefined
  naming: Naming
}

/** The no that is passed over, with its words: nobody weighs the one without the other. */
export function SetAside({ of, on, naming }: Props) {
  const { t, moment, fullMoment } = useTexts()
  if (!on || gateSaid(naming.declared, of)?.standing !== 'overridden') return null
  return (
    <blockquote className="set-aside" cite={`#rung-${on.leaf}`}>
      <p>
        <a href={`#rung-${on.leaf}`} title={fullMoment(on.written)}>
          {t('safeguard.sets-aside', { moment: moment(on.written) })}
        </a>{' '}
        · <SideWord party={on.side} /> <OfficeName code={on.office} />
        {on.officerShort !== null && (
          <span className="officer" title={t('ladder.officer-means')}>
            {on.officerShort}
          </span>
        )}
      </p>
      <Fields naming={naming} fields={on.fields} />
    </blockquote>
  )
}
