import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { keysQuery } from '../../api/queries.ts'
import { Copy } from '../../parts/copy.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useParty } from '../../parts/party.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useTexts } from '../../text/use-texts.tsx'

/** The public keys of both sides: their fingerprints as every tool prints them, and a file for auditors. */
export function KeyList({ relation }: { relation: string }) {
  const { t } = useTexts()
  const nameOf = useParty()
  const keys = useQuery(keysQuery(relation))
  return (
    <Panel title={t('register.keys')}>
      <p className="soft small">{t('register.keys-mean')}</p>
      {keys.isPending && <Waiting rows={3} />}
      {keys.data?.keys.map((of) => (
        <div key={`${of.side} ${of.epoch}`} className="keys">
          <h3>
            {nameOf(of.side)} · {t('register.epoch', { epoch: of.epoch })}
          </h3>
          <ul>
            {(['log', 'custody'] as const).map((kind) => (
              <li key={kind}>
                <span className="soft">{t(`register.key-${kind}`)}</span>
                <Copy whole={of.now.fingerprints[kind]} />
              </li>
            ))}
            {(['log', 'custody'] as const)
              .filter((kind) => of.fingerprints[kind] !== of.now.fingerprints[kind])
              .map((kind) => (
                <li key={`first ${kind}`}>
                  <span className="soft">{t(`register.key-first-${kind}`)}</span>
                  <Copy whole={of.fingerprints[kind]} />
                </li>
              ))}
          </ul>
          {of.since.length > 0 && (
            <p className="soft small">{t('register.keys-since', { count: of.since.length })}</p>
          )}
        </div>
      ))}
      <Button
        block
        icon={<Icon name="save" />}
        href={`/api/keys?relation=${encodeURIComponent(relation)}`}
        download={`${relation.replaceAll(/[^a-z0-9]+/g, '-')}.keys.json`}
      >
        {t('register.keys-save')}
      </Button>
    </Panel>
  )
}
