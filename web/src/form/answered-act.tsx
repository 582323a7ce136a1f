import type { AnsweredRung } from '../declared/answered.ts'
import type { Naming } from '../declared/naming.ts'
import { Card } from '../parts/card.tsx'
import { Fields } from '../parts/fields.tsx'
import { HandlingChip } from '../parts/handling-chip.tsx'
import { LogIndex } from '../parts/party.tsx'
import { useTexts } from '../text/use-texts.tsx'

interface Props {
  of: AnsweredRung
  naming: Naming
  /** On the screen of the other side, to which what is ours is theirs. */
  isTheirScreen?: boolean
}

/** The act that is answered, as it stands in the ladder: nobody accepts or signs what was not before the eyes. */
export function AnsweredAct({ of: { rung, isAdopted }, naming, isTheirScreen = false }: Props) {
  const { t, named, moment } = useTexts()
  return (
    <Card
      className={`${rung.own === isTheirScreen ? 'card-theirs' : 'card-ours'} card-answered`}
      title={rung.act === null ? named('kind', rung.kind, t('ladder.unreadable')) : naming.done(rung.act)}
      fields={rung.fields}
    >
      <p className="card-who">
        <LogIndex side={rung.side} index={rung.index} />
        <span>{moment(rung.written)}</span>
        {rung.handling !== null && <HandlingChip handling={rung.handling} />}
      </p>
      <Fields naming={naming} fields={rung.fields} {...(isAdopted ? {} : { first: 6 })} />
    </Card>
  )
}
