import { useSigned } from '../../api/session.tsx'
import { dossierOf } from '../../declared/read.ts'
import { byName } from '../../declared/when.ts'
import { NothingOnRecord } from '../../parts/nothing-on-record.tsx'
import { Plain } from '../../parts/said.tsx'
import { useFrames } from '../../parts/use-frames.ts'
import { Failure, Waiting } from '../../parts/waiting.tsx'
import { Link, useShown } from '../../route/use-route.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { MechanismSection } from './mechanism-section.tsx'

/** Every mechanism, its levels, the offices of both sides and who faces whom. `at`: the one that is meant. */
export function Directory({ at }: { at: string | undefined }) {
  const { t } = useTexts()
  const { relation } = useSigned()
  const { of, pending, fault, again } = useFrames(relation.id, 'directory', 'instrument')
  useShown(at, !pending)
  if (fault) return <Failure fault={fault} again={again} />
  if (pending) return <Waiting rows={8} tall />
  const mechanisms = of.directory.toSorted(byName)
  return (
    <div className="directory">
      <div className="page-head">
        <h1>{t('nav.directory')}</h1>
        <p className="soft page-sub">{t('directory.what')}</p>
      </div>
      {mechanisms.length === 0 && <NothingOnRecord title={t('directory.empty')} />}
      {mechanisms.length > 1 && (
        <nav className="on-page" aria-label={t('directory.mechanisms')}>
          {mechanisms.map((one) => (
            <Link key={one.id} to={{ page: 'directory', at: one.id }}>
              <Plain value={one.title} />
            </Link>
          ))}
        </nav>
      )}
      {mechanisms.map((one) => (
        <MechanismSection
          key={one.id}
          mechanism={one}
          founders={of.instrument.filter(({ slots }) => dossierOf(slots.founds) === one.id)}
        />
      ))}
    </div>
  )
}
