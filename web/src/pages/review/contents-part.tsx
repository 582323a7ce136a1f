import type { ReviewItem } from '../../api/types.ts'
import { wordsOf } from '../../declared/read.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { DifferingLines } from '../../parts/differing.tsx'
import { NatureChip } from '../../parts/nature-chip.tsx'
import { When } from '../../parts/partial-date.tsx'
import { Parties } from '../../parts/party.tsx'
import { Plain } from '../../parts/said.tsx'
import { Link } from '../../route/use-route.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { Outcome } from './outcome.tsx'
import { ReviewSection } from './section.tsx'

function Item({ content }: { content: ReviewItem }) {
  const naming = useNaming()(content)
  const by = wordsOf(content.slots.by)
  return (
    <li className="review-item content-free">
      <p className="content-text">
        <Link to={{ page: 'commitment', id: content.id }}>
          <Plain value={content.title} />
        </Link>
      </p>
      <div className="content-rest">
        <NatureChip of={content} naming={naming} />
        {content.waits !== null && <span className="mark">{naming.state(content.state)}</span>}
        <Outcome of={content} naming={naming} />
        {by.length > 0 && (
          <span>
            <Parties parties={by} />
          </span>
        )}
        <When slots={content.slots} />
      </div>
      <DifferingLines of={content} naming={naming} />
    </li>
  )
}

/** What was proposed, hoped, asked or invited: on record, apart, and never counted as a commitment. */
export function ContentsPart({ contents }: { contents: readonly ReviewItem[] }) {
  const { t } = useTexts()
  return (
    <ReviewSection
      className="review-free"
      title={t('review.contents')}
      count={contents.length}
      note={t('review.contents-mean')}
      empty={t('review.no-contents')}
    >
      <ol>
        {contents.map((content) => (
          <Item key={content.id} content={content} />
        ))}
      </ol>
    </ReviewSection>
  )
}
