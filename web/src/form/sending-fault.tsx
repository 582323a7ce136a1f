import { Failure } from '../parts/waiting.tsx'
import { useTexts } from '../text/use-texts.tsx'
import type { Sending } from './use-sending.ts'

/** Why a command was not done; or that nobody knows whether it was, and may be sent again. */
export function SendingFault({ of: { fault, isUnknown } }: { of: Sending }) {
  const { t } = useTexts()
  if (fault === null) return null
  return (
    <>
      <Failure fault={fault} />
      {isUnknown && <p className="soft">{t('form.unknown')}</p>}
    </>
  )
}
