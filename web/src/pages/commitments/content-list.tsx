import { Button } from 'antd'
import type { FrameRow } from '../../api/types.ts'
import { dossierOf, lineOf, rowsIn, wordsOf } from '../../declared/read.ts'
import { binds, slotLabel, slotWord } from '../../declared/slots.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { useMayFile } from '../../form/use-filing.tsx'
import { Chips } from '../../parts/chips.tsx'
import { Icon } from '../../parts/icon.tsx'
import { NatureChip } from '../../parts/nature-chip.tsx'
import { Parties } from '../../parts/party.tsx'
import { RefLink } from '../../parts/ref-link.tsx'
import { Plain, Said, Versions } from '../../parts/said.tsx'
import { Link } from '../../route/use-route.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { useToday } from '../../time/use-now.ts'
import { type Contents, timeStand } from './content.ts'
import { Filed } from './filed.tsx'
import { Term } from './term.tsx'

interface ItemProps {
  content: FrameRow
  /** Whether the meeting it speaks of, if any, was held. */
  aboutHeld: boolean
  onFile(id: string): void
}

/** Whose word it is, who has to act, until when, and what it is about. */
function Facts({ content, aboutHeld }: Pick<ItemProps, 'content' | 'aboutHeld'>) {
  const { slots } = content
  const naming = useNaming()(content)
  const today = useToday()
  const by = wordsOf(slots.by)
  const actors = rowsIn(slots.actors)
  const about = dossierOf(slots.about)
  const areas = wordsOf(slots.area).map((one) => slotWord(naming, 'area', one))
  return (
    <dl className="content-rest">
      <div>
        <dt className="unseen">{slotLabel(naming, 'nature')}</dt>
        <dd>
          <NatureChip of={content} naming={naming} />
          {(content.waits !== null || content.closed) && (
            <span className="mark">{naming.state(content.state)}</span>
          )}
        </dd>
      </div>
      {by.length > 0 && (
        <div>
          <dt>{slotLabel(naming, 'by')}</dt>
          <dd>
            <Parties parties={by} />
          </dd>
        </div>
      )}
      <div>
        <dt>{slotLabel(naming, 'term')}</dt>
        <dd>
          <Term
            slots={slots}
            naming={naming}
            stand={timeStand(slots, today, aboutHeld, binds(naming.declared, content))}
          />
        </dd>
      </div>
      {actors.length > 0 && (
        <div>
          <dt>{slotLabel(naming, 'actors')}</dt>
          <dd>
            {actors.map((row, at) => (
              <span key={JSON.stringify(row)}>
                {at > 0 && ' · '}
                <Plain value={row.name} />
              </span>
            ))}
          </dd>
        </div>
      )}
      {about !== null && (
        <div>
          <dt>{slotLabel(naming, 'about')}</dt>
          <dd>
            <RefLink id={about} content={null} />
          </dd>
        </div>
      )}
      {areas.length > 0 && (
        <div>
          <dt className="unseen">{slotLabel(naming, 'area')}</dt>
          <dd>
            <Chips words={areas} />
          </dd>
        </div>
      )}
    </dl>
  )
}

/** One content: its words, whether they bind, and what has been done on its ground. */
function ContentItem({ content, aboutHeld, onFile }: ItemProps) {
  const { t } = useTexts()
  const naming = useNaming()(content)
  const mayFile = useMayFile(null)
  const binding = binds(naming.declared, content)
  const paragraph = lineOf(content.slots.paragraph)
  return (
    <li className={binding ? 'content content-binding' : 'content content-free'}>
      <div className="content-id">
        {paragraph !== null && (
          <span className="content-paragraph">{t('content.paragraph', { number: paragraph })}</span>
        )}
        {content.record !== null && <code>{content.record}</code>}
      </div>
      <div className="content-body">
        <p className="content-text">
          <Link to={{ page: 'commitment', id: content.id }}>
            <Said value={content.title} />
          </Link>
        </p>
        <Facts content={content} aboutHeld={aboutHeld} />
        <Filed id={content.id} />
      </div>
      {mayFile && binding && (
        <Button
          size="small"
          className="content-file"
          icon={<Icon name="plus" size={13} />}
          onClick={() => onFile(content.id)}
        >
          {t('content.file')}
        </Button>
      )}
    </li>
  )
}

interface Props {
  contents: Contents
  isHeld(meeting: string): boolean
  onFile(id: string): void
}

/** What binds and what does not, in two lists that cannot be taken for each other. */
export function ContentList({ contents, isHeld, onFile }: Props) {
  const { t } = useTexts()
  return (['binding', 'free'] as const).map((key) => {
    const rows = contents[key]
    if (rows.length === 0) return null
    return (
      <Versions key={key} of={rows.map((row) => row.title)}>
        {(choice) => (
          <section className={`contents contents-${key}`} aria-labelledby={`contents-${key}`}>
            <header className="contents-head">
              <h2 id={`contents-${key}`}>
                {t(`content.${key}`)} <span className="group-count">{rows.length}</span>
              </h2>
              {choice}
            </header>
            <p className="soft small">{t(`content.${key}-means`)}</p>
            <ol className="content-list">
              {rows.map((content) => (
                <ContentItem
                  key={content.id}
                  content={content}
                  aboutHeld={isHeld(dossierOf(content.slots.about) ?? '')}
                  onFile={onFile}
                />
              ))}
            </ol>
          </section>
        )}
      </Versions>
    )
  })
}
