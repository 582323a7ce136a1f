import type { FrameRow } from '../../api/types.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { NatureChip } from '../../parts/nature-chip.tsx'
import { Plain } from '../../parts/said.tsx'
import { Link } from '../../route/use-route.tsx'
import { useTexts } from '../../text/use-texts.tsx'

function Item({ content }: { content: FrameRow }) {
  const naming = useNaming()(content)
  return (
    <li>
      <Link to={{ page: 'commitment', id: content.id }}>
        <Plain value={content.title} />
      </Link>
      <span>
        <NatureChip of={content} naming={naming} />
      </span>
    </li>
  )
}

/** Contents that stand elsewhere and are about what is shown. */
export function SpeaksOf({ contents }: { contents: readonly FrameRow[] }) {
  const { t } = useTexts()
  if (contents.length === 0) return null
  return (
    <section className="sheet" aria-labelledby="speaks-of">
      <h2 id="speaks-of">{t('content.speaks-of')}</h2>
      <ul className="side-rows">
        {contents.map((content) => (
          <Item key={content.id} content={content} />
        ))}
      </ul>
    </section>
  )
}
