import type { Rung } from '../../api/types.ts'
import type { Naming } from '../../declared/naming.ts'
import { gateSaid } from '../../declared/safeguards.ts'
import { StandingChip } from '../../parts/standing-chip.tsx'
import { useTexts } from '../../text/use-texts.tsx'

/** On a rung: what it says of a safeguard. */
export function GateMark({ rung, naming }: { rung: Rung; naming: Naming }) {
  const { named } = useTexts()
  const said = gateSaid(naming.declared, rung)
  if (!said) return null
  return (
    <p className="gate-mark">
      <StandingChip standing={said.standing} /> <a href={`#gate-${said.gate}`}>{named('gate', said.gate)}</a>
    </p>
  )
}
