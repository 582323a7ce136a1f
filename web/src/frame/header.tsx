import type { Role } from '@counterpart/casework'
import { App, Dropdown, Select } from 'antd'
import { useEffect, useRef } from 'react'
import { signOut } from '../api/commands.ts'
import { useSigned } from '../api/session.tsx'
import { mayRetain } from '../pages/retention/may-retain.ts'
import { Brand } from '../parts/brand.tsx'
import { Icon } from '../parts/icon.tsx'
import { LanguageSwitch } from '../parts/language-switch.tsx'
import { useParty } from '../parts/party.tsx'
import { useFaultText } from '../parts/waiting.tsx'
import type { Route } from '../route/route.ts'
import { Link, useRoute } from '../route/use-route.tsx'
import type { TextKey } from '../text/catalogue.ts'
import { useTexts } from '../text/use-texts.tsx'
import { LineState } from './line-state.tsx'

const NAV = [
  { route: { page: 'desk' }, key: 'nav.desk', pages: ['desk', 'dossier'] },
  { route: { page: 'directory' }, key: 'nav.directory', pages: ['directory'] },
  { route: { page: 'meetings' }, key: 'nav.meetings', pages: ['meetings', 'meeting'] },
  {
    route: { page: 'instruments' },
    key: 'nav.instruments',
    pages: ['instruments', 'instrument', 'commitment'],
  },
  { route: { page: 'review' }, key: 'nav.review', pages: ['review'] },
  { route: { page: 'register' }, key: 'nav.register', pages: ['register', 'waits'] },
  { route: { page: 'operation' }, key: 'nav.operation', pages: ['operation'], role: 'administrator' },
] as const satisfies readonly { route: Route; key: TextKey; pages: readonly Route['page'][]; role?: Role }[]

/** For those who answer for it. */
const RETAINS = [
  { route: { page: 'retention' }, key: 'retention.title', pages: ['retention'] },
] as const satisfies readonly { route: Route; key: TextKey; pages: readonly Route['page'][] }[]

function Who() {
  const { officer, session } = useSigned()
  const { t, pick, named, moment, allOf } = useTexts()
  const { message } = App.useApp()
  const say = useFaultText()
  async function leave(): Promise<void> {
    try {
      await signOut()
    } catch (fault) {
      message.error(say(fault))
      return
    }
    location.assign('/')
  }
  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      menu={{
        items: [
          {
            key: 'who',
            disabled: true,
            label: (
              <div className="who-more">
                <strong>{officer.name}</strong>
                <span>{pick(officer.office.name)}</span>
                <span>
                  {named('level', officer.office.level)} ·{' '}
                  {officer.roles.map((role) => named('role', role)).join(', ')}
                </span>
                {session.passkeys.length > 0 && (
                  <span>
                    {t('session.passkeys', { moments: allOf(session.passkeys.map((at) => moment(at))) })}
                  </span>
                )}
              </div>
            ),
          },
          { type: 'divider' },
          {
            key: 'out',
            icon: <Icon name="out" />,
            label: t('session.sign-out'),
            onClick: () => void leave(),
          },
        ],
      }}
    >
      <button type="button" className="who">
        <span className="who-text">
          <span className="who-name">{officer.name}</span>
          <span className="who-office">{pick(officer.office.name)}</span>
        </span>
        <Icon name="down" size={14} />
      </button>
    </Dropdown>
  )
}

function RelationPick() {
  const { relations, relation, chooseRelation } = useSigned()
  const { t } = useTexts()
  const nameOf = useParty()
  if (relations.length < 2) return null
  return (
    <Select<string>
      size="small"
      aria-label={t('nav.relation')}
      value={relation.id}
      onChange={chooseRelation}
      options={relations.map((one) => ({ value: one.id, label: `${nameOf(one.other)} · ${one.word}` }))}
      popupMatchSelectWidth={false}
    />
  )
}

export function Header() {
  const { t, pick } = useTexts()
  const { session, officer } = useSigned()
  const at = useRoute().page
  const pages = useRef<HTMLElement>(null)
  // On a narrow screen the row is wider than the page.
  useEffect(() => {
    const here = at && pages.current?.querySelector('[aria-current=page]')
    if (here) here.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [at])
  const shown = [
    ...NAV.filter((one) => !('role' in one) || officer.roles.includes(one.role)),
    ...(mayRetain(officer) ? RETAINS : []),
  ]
  return (
    <header className="top">
      <Link to={{ page: 'desk' }} className="brand">
        <Brand />
        <span className="brand-name">Counterpart</span>
        <span className="brand-side">{pick(session.sides[session.side]?.name)}</span>
      </Link>
      <nav ref={pages} aria-label={t('nav.pages')}>
        {shown.map(({ route, key, pages }) => (
          <Link key={key} to={route} aria-current={pages.some((one) => one === at) ? 'page' : undefined}>
            {t(key)}
          </Link>
        ))}
      </nav>
      <div className="top-right">
        <RelationPick />
        <LineState />
        <LanguageSwitch />
        <Who />
      </div>
    </header>
  )
}
