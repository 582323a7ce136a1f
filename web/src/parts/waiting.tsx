import { ApiError } from '@counterpart/client'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTexts } from '../text/use-texts.tsx'
import { SignedOut } from './signed-out.tsx'

const ROWS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'] as const

/** Holds the place of what is being read, in its shape, so that nothing jumps when it comes. */
export function Waiting({ rows = 6, tall = false }: { rows?: number; tall?: boolean }) {
  const { t } = useTexts()
  return (
    <div className={tall ? 'waiting waiting-tall' : 'waiting'} role="status" aria-label={t('page.reading')}>
      {ROWS.slice(0, rows).map((row) => (
        <div key={row} className="waiting-row" />
      ))}
    </div>
  )
}

export function Nothing({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="nothing">
      <div className="nothing-mark" aria-hidden="true">
        <span />
        <span />
      </div>
      <p className="nothing-title">{title}</p>
      {children}
    </div>
  )
}

/** The sentence of a fault: the server's own where it gave one. */
export function useFaultText(): (fault: unknown) => string {
  const { pick, named, t } = useTexts()
  return (fault) => {
    if (!(fault instanceof ApiError)) return t('fault.unexpected')
    return pick(fault.text) || named('fault', fault.code, t('fault.unexpected'))
  }
}

export function Failure({ fault, again }: { fault: unknown; again?: () => void }) {
  const { t } = useTexts()
  const say = useFaultText()
  return (
    <div className="failure" role="alert">
      <p className="failure-title">{say(fault)}</p>
      {fault instanceof ApiError && <p className="soft small">{t('fault.code', { code: fault.code })}</p>}
      <SignedOut fault={fault} />
      {again && <Button onClick={again}>{t('page.again')}</Button>}
    </div>
  )
}
