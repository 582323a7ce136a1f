import type { Review as Told, Worded } from '@counterpart/casework'
import { App, Button } from 'antd'
import { useDeclarations } from '../../api/queries.ts'
import type { ReviewAnswer } from '../../api/types.ts'
import { findDeclared } from '../../declared/naming.ts'
import { Icon } from '../../parts/icon.tsx'
import { useParty } from '../../parts/party.tsx'
import { useTexts } from '../../text/use-texts.tsx'

/** The very bytes whose fingerprint stands below. */
async function save({ review }: ReviewAnswer): Promise<void> {
  const { canonicalJson } = await import('@counterpart/protocol/verify')
  const url = URL.createObjectURL(new Blob([canonicalJson(review)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `review-${review.period.from ?? 'all'}-${review.period.until}.json`
  link.click()
  URL.revokeObjectURL(url)
}

/** The ways in which a review leaves the page: as data, as text, on paper. */
export function Carry({ answer }: { answer: ReviewAnswer }) {
  const { t, language } = useTexts()
  const { message } = App.useApp()
  const declarations = useDeclarations()
  const nameOf = useParty()
  async function copy(): Promise<void> {
    try {
      const { namesOf, reviewText } = await import('@counterpart/casework')
      const named = (procedure: string) => findDeclared(declarations, { procedure }) as Worded | null
      const names = namesOf(named, language, nameOf)
      const text = reviewText(answer.review as unknown as Told, answer.digest, names, language)
      await navigator.clipboard.writeText(text)
      message.success(t('review.copied'))
    } catch {
      message.error(t('review.not-copied'))
    }
  }
  return (
    <div className="review-carry">
      <Button icon={<Icon name="save" />} onClick={() => void save(answer)}>
        {t('review.save')}
      </Button>
      <Button icon={<Icon name="copy" />} onClick={() => void copy()}>
        {t('review.copy')}
      </Button>
      <Button icon={<Icon name="print" />} onClick={() => print()}>
        {t('page.print')}
      </Button>
    </div>
  )
}
