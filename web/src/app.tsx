import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { App, ConfigProvider } from 'antd'
import en from 'antd/locale/en_GB'
import vi from 'antd/locale/vi_VN'
import zhHans from 'antd/locale/zh_CN'
import { isSignedOut, isUnknown } from './api/node.ts'
import { Gate } from './frame/gate.tsx'
import type { Language } from './text/catalogue.ts'
import { TextsProvider, useTexts } from './text/use-texts.tsx'
import { theme } from './theme.ts'

const LOCALES = { en, vi, 'zh-Hans': zhHans } as const satisfies Record<Language, typeof en>

const client: QueryClient = new QueryClient({
  // A session that has ended is found out by whatever is read next.
  queryCache: new QueryCache({
    onError: (fault) => {
      if (isSignedOut(fault)) void client.invalidateQueries({ queryKey: ['session'] })
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // A definite answer is not asked for again; a lost line is.
      retry: (times, fault) => times < 2 && isUnknown(fault),
    },
  },
})

const CALM = matchMedia('(prefers-reduced-motion: reduce)').matches

function nonceOfPage(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
}

function Themed() {
  const { language, t } = useTexts()
  return (
    <ConfigProvider
      csp={{ nonce: nonceOfPage() }}
      theme={CALM ? { ...theme, token: { ...theme.token, motion: false } } : theme}
      locale={LOCALES[language]}
      wave={{ disabled: true }}
      button={{ autoInsertSpace: false }}
      // Only choices are ever empty by it: what was typed is in none of them.
      renderEmpty={() => <span className="soft">{t('form.none-found')}</span>}
    >
      <App>
        <Gate />
      </App>
    </ConfigProvider>
  )
}

export function Root() {
  return (
    <QueryClientProvider client={client}>
      <TextsProvider>
        <Themed />
      </TextsProvider>
    </QueryClientProvider>
  )
}
