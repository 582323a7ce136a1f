import { Button } from 'antd'
import type { Opens } from '../../declared/links.ts'
import type { Naming } from '../../declared/naming.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { Icon } from '../../parts/icon.tsx'
import { useTexts } from '../../text/use-texts.tsx'

interface Props {
  opens: readonly Opens[]
  naming: Naming
  onOpen(digest: string): void
}

/** The procedures that the declaration lets one open from here, each by its own words. */
export function OpenFromHere({ opens, naming, onOpen }: Props) {
  const { t } = useTexts()
  const namingFor = useNaming()
  if (opens.length === 0) return null
  return (
    <div className="open-from-here">
      <h3>{t('dossier.open-from-here')}</h3>
      {opens.map(({ link, declared: { digest, procedure } }) => {
        const { name } = namingFor({ digest, procedure: procedure.name })
        return (
          <Button
            key={link}
            size="small"
            icon={<Icon name="plus" size={12} />}
            title={name}
            onClick={() => onOpen(digest)}
          >
            {naming.link(link, name)}
          </Button>
        )
      })}
    </div>
  )
}
