import { Fragment } from 'react'
import { useSession, useSigned } from '../api/session.tsx'
import type { Session } from '../api/types.ts'
import { useTexts } from '../text/use-texts.tsx'

export function useParty(): (party: string) => string {
  const { pick } = useTexts()
  const session = useSession()
  return (party) => pick(session.sides[party]?.name) || party.toUpperCase()
}

/** Ours or theirs, by colour and by class; never by colour alone. */
function toneOf(session: Session, party: string): 'ours' | 'theirs' {
  return party === session.side ? 'ours' : 'theirs'
}

/** A party by its name, where a paper would name it. */
function PartyName({ party }: { party: string }) {
  const session = useSession()
  const nameOf = useParty()
  return <span className={`party party-${toneOf(session, party)}`}>{nameOf(party)}</span>
}

/** Us or them: what an officer reads a hundred times a day. The name is one hover away. */
export function SideWord({ party }: { party: string }) {
  const session = useSession()
  const nameOf = useParty()
  const { t } = useTexts()
  const tone = toneOf(session, party)
  return (
    <span className={`party party-${tone}`} title={nameOf(party)}>
      {t(`party.${tone}`)}
    </span>
  )
}

/** Several parties; both of a relation have a word of their own. */
export function Parties({ parties }: { parties: readonly string[] }) {
  const { session, relation } = useSigned()
  const { t } = useTexts()
  const both =
    parties.length === 2 && [session.side, relation.other].every((party) => parties.includes(party))
  if (both) return <>{t('party.both')}</>
  return parties.map((party, at) => (
    <Fragment key={party}>
      {at > 0 && ', '}
      <PartyName party={party} />
    </Fragment>
  ))
}

/** A place in a log, such as `VNM 2 318`. */
export function LogIndex({ side, index }: { side: string; index: number }) {
  const { number } = useTexts()
  return (
    <span className="log-index">
      {side.toUpperCase()} {number(index)}
    </span>
  )
}
