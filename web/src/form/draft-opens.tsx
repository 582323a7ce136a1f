import type { Draft } from '../api/types.ts'
import { OfficeName } from '../parts/office.tsx'
import { RefLink } from '../parts/ref-link.tsx'
import { useTexts } from '../text/use-texts.tsx'

/** To whom a new dossier goes, and where it is filed: whoever approves it sends it there. */
export function DraftOpens({ opens: { to, level, under } }: { opens: NonNullable<Draft['opens']> }) {
  const { t, named } = useTexts()
  return (
    <dl className="fields">
      {to !== null && (
        <div className="field">
          <dt>{t('form.to')}</dt>
          <dd>
            <OfficeName code={to} />
          </dd>
        </div>
      )}
      <div className="field">
        <dt>{t('form.level')}</dt>
        <dd>{named('level', level)}</dd>
      </div>
      {under.length > 0 && (
        <div className="field">
          <dt>{t('form.under')}</dt>
          <dd>
            {under.map(({ dossier, content }) => (
              <div key={`${dossier} ${content}`}>
                <RefLink id={dossier} content={content} />
              </div>
            ))}
          </dd>
        </div>
      )}
    </dl>
  )
}
