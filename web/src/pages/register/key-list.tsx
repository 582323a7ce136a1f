import { useQuery } from '@tanstack/react-query'
import { keysQuery } from '../../api/queries.ts'
import { Copy } from '../../parts/copy.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useParty } from '../../parts/party.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useTexts } from '../../text/use-texts.tsx'

/** The part of a vkey that people compare: the id between name and key, which may hold a plus itself. */
function keyIdOf(vkey: string): string {
  return vkey.split('+')[1] ?? vkey
}

/** The public keys of both sides as the tools of auditors take them. */
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
                {of[kind].map((vkey) => (
                  <Copy key={vkey} whole={vkey} short={keyIdOf(vkey)} />
                ))}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Panel>
  )
}
