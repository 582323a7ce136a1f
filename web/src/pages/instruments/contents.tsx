import { Button } from 'antd'
import { useState } from 'react'
import { useDeclarations } from '../../api/queries.ts'
import type { Dossier, DossierRef, Reference } from '../../api/types.ts'
import { canOpen } from '../../declared/acting.ts'
import type { Content } from '../../declared/contents.ts'
import type { Naming } from '../../declared/naming.ts'
import { slot, slotWords } from '../../declared/slots.ts'
import { Icon } from '../../parts/icon.tsx'
import { RefRow } from '../../parts/ref-row.tsx'
import { Said, Versions } from '../../parts/said.tsx'
import { useSigned } from '../../parts/session.tsx'
import { Value } from '../../parts/value.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { CountLine } from './count-line.tsx'
import type { Instrument } from './instrument.ts'

interface ItemProps {
  content: Content
  dossier: Dossier
  naming: Naming
  onFile(under: Reference): void
}

/** What else a content says of itself: everything of its row that is not shown already. */
function Rest({ content, naming }: { content: Content; naming: Naming }) {
  const list = slot(naming.declared, 'contents')
  const field = list === null ? undefined : naming.declared?.procedure.fields[list]
  if (list === null || field?.kind !== 'list') return null
  const shown = ['id', 'paragraph', 'nature', 'wording'].flatMap((name) =>
    slotWords(naming.declared, `content-${name}`),
  )
  const names = Object.keys(field.row).filter(
    (name) => !shown.includes(name) && content.row[name] !== undefined,
  )
  if (names.length === 0) return null
  return (
    <dl className="content-rest-list">
      {names.map((name) => {
        const of = field.row[name]
        return of ? (
          <div key={name} className="content-rest-row">
            <dt>{naming.row(list, name)}</dt>
            <dd>
              <Value value={content.row[name]} field={of} name={name} naming={naming} plain />
            </dd>
          </div>
        ) : null
      })}
    </dl>
  )
}

function Filed({ refs }: { refs: readonly DossierRef[] }) {
  const { t } = useTexts()
  const [open, setOpen] = useState(false)
  if (refs.length === 0) return null
  return (
    <div className="content-filed">
      <button type="button" className="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? 'down' : 'right'} size={13} /> {t('instrument.filed', { count: refs.length })}
      </button>
      {open && (
        <ul className="refs">
          {refs.map((one) => (
            <RefRow key={one.id} of={one} arrow="·" />
          ))}
        </ul>
      )}
    </div>
  )
}

/** One content: its words, whether they bind, and what has been done on its ground. */
export function ContentItem({ content, dossier, naming, onFile }: ItemProps) {
  const { t } = useTexts()
  const { officer } = useSigned()
  const natureField = slot(naming.declared, 'content-nature')
  const mayFile = useDeclarations().some((one) => canOpen(one, officer.roles) && one.procedure.plays === null)
  return (
    <li className={content.binding ? 'content content-binding' : 'content content-free'}>
      <div className="content-id">
        {content.paragraph !== null && /^\d/.test(content.paragraph) && (
          <span className="content-paragraph">
            {t('instrument.paragraph', { number: content.paragraph })}
          </span>
        )}
        <code>{content.id}</code>
      </div>
      <div className="content-body">
        <p className="content-text">
          <Said value={content.wording} />
        </p>
        <div className="content-rest">
          {content.nature !== null && natureField !== null && (
            <span className={content.binding ? 'nature nature-binding' : 'nature'}>
              {naming.choice(natureField, content.nature)}
            </span>
          )}
          <Rest content={content} naming={naming} />
        </div>
        <CountLine counts={dossier.counts[content.id] ?? []} />
        <Filed refs={dossier.children.filter((one) => one.content === content.id)} />
      </div>
      {mayFile && content.binding && (
        <Button
          size="small"
          className="content-file"
          icon={<Icon name="plus" size={13} />}
          onClick={() => onFile({ dossier: dossier.id, content: content.id })}
        >
          {t('instrument.file')}
        </Button>
      )}
    </li>
  )
}

interface Props {
  instrument: Instrument
  dossier: Dossier
  naming: Naming
  onFile(under: Reference): void
}

/** What binds and what does not, in two lists that cannot be taken for each other. */
export function Contents({ instrument, dossier, naming, onFile }: Props) {
  const { t } = useTexts()
  const groups = [
    { key: 'binding', contents: instrument.contents.filter((one) => one.binding) },
    { key: 'free', contents: instrument.contents.filter((one) => !one.binding) },
  ] as const
  return (
    <>
      {groups.map(({ key, contents }) =>
        contents.length === 0 ? null : (
          <Versions key={key} of={contents.map((one) => one.row)}>
            {(choice) => (
              <section className={`contents contents-${key}`} aria-labelledby={`contents-${key}`}>
                <header className="contents-head">
                  <h2 id={`contents-${key}`}>
                    {t(`instrument.${key}`)} <span className="group-count">{contents.length}</span>
                  </h2>
                  {choice}
                </header>
                <p className="soft small">{t(`instrument.${key}-means`)}</p>
                <ol className="content-list">
                  {contents.map((content) => (
                    <ContentItem
                      key={content.id}
                      content={content}
                      dossier={dossier}
                      naming={naming}
                      onFile={onFile}
                    />
                  ))}
                </ol>
              </section>
            )}
          </Versions>
        ),
      )}
    </>
  )
}
