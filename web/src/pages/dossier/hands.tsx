import { useSession } from '../../api/session.tsx'
import type { Dossier } from '../../api/types.ts'
import { forwardedTo } from '../../declared/forwarded.ts'
import { useTexts } from '../../text/use-texts.tsx'
import { OfficeOf } from './office-of.tsx'

/** In whose hands it is: the office on each side, ours first, and the one that has to see it through. */
export function Hands({ dossier }: { dossier: Dossier }) {
  const { t } = useTexts()
  const session = useSession()
  const offices = Object.entries(dossier.offices)
    .filter(([, office]) => office !== null)
    .toSorted(([a], [b]) => Number(b === session.side) - Number(a === session.side))
  const forwarded = forwardedTo(dossier.rungs)
  return (
    <>
      {offices.length > 0 && (
        <span>
          {t('dossier.with')}{' '}
          {offices.map(([party, office], at) => (
            <span key={party}>
              {at > 0 && ' · '}
              <OfficeOf party={party} office={office} />
            </span>
          ))}
        </span>
      )}
      {forwarded && forwarded.office !== dossier.offices[forwarded.party] && (
        <span>
          {t('dossier.forwarded')} <OfficeOf {...forwarded} />
        </span>
      )}
      <span className="responsible" title={t('dossier.responsible-means')}>
        {t('dossier.responsible')}{' '}
        <b>
          <OfficeOf {...dossier.owner} />
        </b>
      </span>
    </>
  )
}
