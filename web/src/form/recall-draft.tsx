import type { Draft } from '../api/types.ts'
import type { Naming } from '../declared/naming.ts'
import { useTexts } from '../text/use-texts.tsx'

/** What a recall would destroy on both sides, for whoever has to approve it. `linked`: the act is on another page. */
export function RecallDraft({ draft, naming, linked }: { draft: Draft; naming: Naming; linked: boolean }) {
  const { t, named } = useTexts()
  if (draft.recall === null) return null
  const { parts, ground, reason } = draft.recall
  return (
    <>
      <p className="soft">{t('retention.recall-means')}</p>
      <dl className="fields">
        <div className="field">
          <dt>{t('retention.parts')}</dt>
          <dd>
            {parts.map((part) => naming.part(part)).join(', ')}
            {!linked && (
              <>
                {' · '}
                <a href={`#rung-${draft.on}`}>{t('retention.what')}</a>
              </>
            )}
          </dd>
        </div>
        <div className="field">
          <dt>{t('retention.reason')}</dt>
          <dd>
            {named('recall-ground', ground)} · {reason}
          </dd>
        </div>
      </dl>
    </>
  )
}
