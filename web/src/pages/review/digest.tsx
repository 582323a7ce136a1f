import { useSigned } from '../../api/session.tsx'
import { Copy } from '../../parts/copy.tsx'
import { useParty } from '../../parts/party.tsx'
import { useTexts } from '../../text/use-texts.tsx'

/** The fingerprint by which both sides see that they look at the same review. */
export function Digest({ digest }: { digest: string }) {
  const { t } = useTexts()
  const { relation } = useSigned()
  const nameOf = useParty()
  return (
    <footer className="sheet review-digest">
      <h2>{t('review.digest')}</h2>
      <Copy whole={digest} />
      <p className="soft small">{t('review.digest-same', { party: nameOf(relation.other) })}</p>
    </footer>
  )
}
