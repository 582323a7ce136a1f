import type { DossierRef } from '../api/types.ts'
import { useNaming } from '../declared/use-naming.ts'
import { routeTo } from '../route/route.ts'
import { Link } from '../route/use-route.tsx'
import { Plain } from './said.tsx'

interface Props {
  of: DossierRef
  arrow: string
  /** Only on paper. */
  folded?: boolean
}

/** One linked dossier: its title, what it is and where it stands. */
export function RefRow({ of, arrow, folded = false }: Props) {
  const naming = useNaming()(of)
  return (
    <li className={folded ? 'ref-row folded' : 'ref-row'}>
      <span className="ref-arrow" aria-hidden="true">
        {arrow}
      </span>
      <span>
        <Link to={routeTo(of)}>
          <Plain value={of.title} />
        </Link>
        <span className="under-line">
          {naming.name} · {naming.state(of.state)}
          {of.content !== null && of.content !== '' && ` · ${of.content}`}
        </span>
      </span>
    </li>
  )
}
