import { Button } from 'antd'
import type { Dossier } from '../../api/types.ts'
import { useMayFile } from '../../form/use-filing.tsx'
import { CountLine } from '../../parts/count-line.tsx'
import { Icon } from '../../parts/icon.tsx'
import { RefRow } from '../../parts/ref-row.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { countsUnder, workUnder } from './filed.tsx'

interface Props {
  dossier: Dossier
  /** Whether anything can be asked on its ground. */
  binding: boolean
  onFile(): void
}

/** What has been done on the ground of a commitment, as far as this officer may see it. */
export function Evidence({ dossier, binding, onFile }: Props) {
  const { t } = useTexts()
  const mayFile = useMayFile(null)
  const refs = workUnder(dossier)
  if (!binding && refs.length === 0) return null
  return (
    <section className="sheet" aria-labelledby="evidence">
      <header className="contents-head">
        <h2 id="evidence">{t('commitment.evidence')}</h2>
        {mayFile && binding && (
          <Button
            size="small"
            className="content-file"
            icon={<Icon name="plus" size={13} />}
            onClick={onFile}
          >
            {t('content.file')}
          </Button>
        )}
      </header>
      {refs.length === 0 ? (
        <p className="soft">{t('commitment.nothing-filed')}</p>
      ) : (
        <>
          <CountLine counts={countsUnder(dossier)} />
          <ul className="refs">
            {refs.map((one) => (
              <RefRow key={one.id} of={one} arrow="·" />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
